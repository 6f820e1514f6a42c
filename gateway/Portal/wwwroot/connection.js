// Starts the page, and keeps it usable when the server goes that it is connected to.
const retryEvery = 500; // milliseconds
const longPause = 1500; // milliseconds
const firstTry = 10_000; // milliseconds
const webSockets = 1; // of SignalR's HttpTransportType
const notice = document.getElementById("components-reconnect-modal");

Blazor.start({
  circuit: {
    // A connection of several requests would have to reach the same replica each time.
    configureSignalR: connection => connection.withUrl("_blazor", { skipNegotiation: true, transport: webSockets }),
    reconnectionOptions: {
      dialogId: notice.id,
      maxRetries: Infinity,
      // Soon at first; a server that stays away is asked less often.
      retryIntervalMilliseconds: attempt => attempt < 60 ? retryEvery : 10 * retryEvery,
    },
  },
});

// Blazor does not try a first connection again that fails: the page is loaded anew, after a longer time at each try.
const tries = Number(sessionStorage.getItem("tries"));
setTimeout(() => {
  if (!document.querySelector(".frame[data-interactive=false]")) {
    sessionStorage.removeItem("tries");
    return;
  }
  sessionStorage.setItem("tries", tries + 1);
  location.reload();
}, firstTry * 2 ** tries);

// A server answers that does not know the circuit. What was typed comes back with the page, as a draft.
notice.addEventListener("components-reconnect-state-changed", event => {
  if (event.detail.state === "rejected")
    location.reload();
});

// A field tells the server what was typed when it is left. A long text is told at each pause, too: it becomes a draft.
let pause;
document.addEventListener("input", ({ target }) => {
  clearTimeout(pause);
  if (target instanceof HTMLTextAreaElement)
    pause = setTimeout(tell, longPause, target);
});

function tell(field) {
  field?.dispatchEvent(new Event("change", { bubbles: true }));
}

async function resume() {
  for (;;) {
    try {
      if (!(await Blazor.resumeCircuit()))
        location.reload();
      return;
    } catch {
      await new Promise(done => setTimeout(done, retryEvery));
    }
  }
}

globalThis.peerNetwork = {
  // Called by a server that is about to stop. Its call ends before the connection does.
  resumeElsewhere() {
    setTimeout(async () => {
      tell(document.activeElement);
      if (await Blazor.pauseCircuit())
        await resume();
    });
  },
};
