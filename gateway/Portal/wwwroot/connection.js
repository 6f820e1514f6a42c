// Starts the page, and keeps it usable when the server goes that it is connected to.
const retryEvery = 500; // milliseconds
const longPause = 1500; // milliseconds
const firstTry = 20_000; // milliseconds
const webSockets = 1; // of SignalR's HttpTransportType
const notice = document.getElementById("components-reconnect-modal");

Blazor.start({
  circuit: {
    configureSignalR: builder => {
      // A connection of several requests would have to reach the same replica each time.
      builder.withUrl("_blazor", { skipNegotiation: true, transport: webSockets });
      builder.build = persistently(builder.build);
    },
    reconnectionOptions: {
      dialogId: notice.id,
      maxRetries: Infinity,
      // Soon at first; a server that stays away is asked less often.
      retryIntervalMilliseconds: attempt => attempt < 60 ? retryEvery : 10 * retryEvery,
    },
  },
});

// Blazor tries a lost connection again, but not a first one that fails.
function persistently(build) {
  let isFirst = true;
  return function () {
    const connection = build.call(this);
    if (isFirst)
      connection.start = untilItSucceeds(connection.start.bind(connection));
    isFirst = false;
    return connection;
  };
}

function untilItSucceeds(action) {
  return async () => {
    for (;;) {
      try {
        return await action();
      } catch {
        await new Promise(done => setTimeout(done, retryEvery));
      }
    }
  };
}

// The server went between the connection and the first answer: the page is loaded anew, after a longer time each time.
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

const resume = untilItSucceeds(async () => {
  if (!(await Blazor.resumeCircuit()))
    location.reload();
});

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
