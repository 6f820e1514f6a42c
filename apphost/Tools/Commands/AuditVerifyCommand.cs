using System.CommandLine;
using PeerNetwork.Tools.Installation;

namespace PeerNetwork.Tools.Commands;

/// <summary>Recomputes the audit chains of all services, and names what was altered; see deploy/audit.md.</summary>
internal static class AuditVerifyCommand
{
    private static readonly Option<FileInfo?> Heads = new("--heads")
    {
        Description =
            "A file with the heads of an earlier run: they are compared, then the new ones are written. "
            + "Keep it away from the databases.",
    };

    public static Command Create()
    {
        var command = new Command(
            "audit-verify",
            "Recomputes the audit chain of each service; fails on altered, missing, added or reordered events."
        )
        {
            Heads,
        };
        return command.OnServices((parsed, services, ct) => Run(services, parsed.GetValue(Heads)?.FullName, ct));
    }

    private static async Task<int> Run(Operators services, string? file, CancellationToken ct)
    {
        var reports = await services.Each(
            (service, stop) => service.Post<AuditState>("operations/audit-verification", stop),
            ct
        );
        foreach (var report in reports)
            report.Print();
        var wrong = reports.Sum(report => report.FaultCount);
        if (file is not null)
            wrong += await CompareHeads(services, file, ct);
        Console.WriteLine(wrong == 0 ? "The audit chains are intact." : $"{wrong} faults.");
        return wrong == 0 ? 0 : 1;
    }

    /// <returns>How many heads of the file are no more what they were. The file then stays as it is.</returns>
    private static async Task<int> CompareHeads(Operators services, string file, CancellationToken ct)
    {
        var current = AuditHeads.Of(
            await services.Each(
                async (service, stop) => (service.Name, await service.Get<AuditHeadState[]>("audit/heads", stop)),
                ct
            )
        );
        var differences = File.Exists(file) ? (await AuditHeads.Read(file, ct)).ComparedWith(current) : [];
        foreach (var difference in differences)
            Console.WriteLine(difference);
        if (differences.Count == 0)
            await current.Write(file, ct);
        return differences.Count;
    }
}
