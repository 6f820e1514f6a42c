namespace PeerNetwork.Portal.Tests.Coordination.Programs;

/// <summary>A program, its versions and their author, as the API answers.</summary>
internal static class TestProgram
{
    public static readonly Guid Id = Guid.CreateVersion7(),
        Author = Guid.CreateVersion7();

    public static HttpResponseMessage Answer(string status = "published") =>
        FakeApi.Json(
            new
            {
                id = Id,
                status,
                guidelinesVersion = 1,
                plan = new { name = "Leadership", siteCodes = new[] { "CHI" } },
            }
        );

    public static object Version(int version, string change, string? reason, object[] changes) =>
        new
        {
            version,
            change,
            at = "2026-11-01T10:00:00Z",
            by = Author,
            reason,
            changes,
            findings = Array.Empty<object>(),
        };

    public static HttpResponseMessage Names() =>
        FakeApi.Json(new { items = new[] { new { id = Author, name = "Ada Boss" } } });
}
