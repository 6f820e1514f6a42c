using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PeerNetwork.Tools.Demo;

/// <summary>
/// The people administration downloads what is held on a person who has left, erases the person, and verifies the
/// receipt.
/// </summary>
internal sealed class PersonErasure(Session hr, ProgressReporter progress)
{
    private static readonly string[] Services = ["analytics", "engagement", "enrollment", "matching"];

    public async Task Run(Guid person, CancellationToken ct)
    {
        await progress.Do("What is held on a person who left is downloaded", () => Download(person, ct));
        await hr.Post($"enrollment/people/{person}/erasure", new { reason = "personRequest" }, ct);
        Erasure? erasure = null;
        await progress.Until(
            "A person who left is erased in every service",
            Services.Length,
            async () =>
            {
                erasure = await hr.Get<Erasure>($"enrollment/people/{person}/erasure", ct);
                return Services.Length - erasure.WaitingFor.Count;
            },
            ct
        );
        var keys = await hr.Get<KeySet>("enrollment/erasure-receipt-keys", ct);
        var receipt = Verified(erasure!.Receipt!, keys.Keys.Single());
        if (receipt.Person != person || !receipt.Destroyed.Select(p => p.Service).Order().SequenceEqual(Services))
            throw new DemoFailedException("The receipt does not name the person and every service.");
        var shown = await hr.Get<Shown>($"enrollment/people/{person}", ct);
        if (shown.Name != "erased")
            throw new DemoFailedException($"The erased person is still called {shown.Name}.");
    }

    private async Task<int> Download(Guid person, CancellationToken ct)
    {
        await using var archive = new ZipArchive(await hr.Download($"people/{person}/data-export", ct));
        var files = archive.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal);
        string[] expected = [.. Services.Select(s => $"{s}.json"), "index.html"];
        if (!files.SequenceEqual(expected.Order(StringComparer.Ordinal)))
            throw new DemoFailedException($"The archive of a person holds {string.Join(", ", files)}.");
        return archive.Entries.Count;
    }

    /// <summary>What a compact JWS says (RFC 7515, ES256).</summary>
    /// <exception cref="DemoFailedException">It is not signed with this key.</exception>
    private static Erasure Verified(string receipt, Key key)
    {
        using var publicKey = ECDsa.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new() { X = Base64Url.DecodeFromChars(key.X), Y = Base64Url.DecodeFromChars(key.Y) },
            }
        );
        var parts = receipt.Split('.');
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        return publicKey.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256)
            ? JsonSerializer.Deserialize<Erasure>(Base64Url.DecodeFromChars(parts[1]), GatewayClient.Json)!
            : throw new DemoFailedException("The receipt of the erasure is not signed with the published key.");
    }

    private sealed record Erasure(Guid Person, List<Part> Destroyed, List<string> WaitingFor, string? Receipt);

    private sealed record Part(string Service);

    private sealed record KeySet(List<Key> Keys);

    private sealed record Key(string X, string Y);

    private sealed record Shown(string? Name);
}
