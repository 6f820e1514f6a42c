using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PeerNetwork.Messaging.Tests;

/// <summary>
/// A private certificate authority that no machine trusts, and a certificate for servers at 127.0.0.1.
/// </summary>
internal sealed class PrivateAuthority
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peernetwork-tls-").FullName;

    public PrivateAuthority()
    {
        // The servers run as users of their own.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Private authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1)
        );
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());
        IssueCertificate(authority);
    }

    public string AuthorityFile => Path.Combine(_folder, "authority.pem");

    public string CertificateFile => Path.Combine(_folder, "server.pem");

    public string KeyFile => Path.Combine(_folder, "server.key");

    public void Delete() => Directory.Delete(_folder, recursive: true);

    private void IssueCertificate(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(
            authority,
            authority.NotBefore,
            authority.NotAfter,
            RandomNumberGenerator.GetBytes(8)
        );
        File.WriteAllText(CertificateFile, issued.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }
}
