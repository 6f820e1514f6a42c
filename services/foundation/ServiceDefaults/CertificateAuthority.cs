using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Trust in the private certificate authority of one server, in place of those of the machine.</summary>
public static class CertificateAuthority
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <param name="file">A PEM file with the certificates of the authority.</param>
    public static X509ChainPolicy TrustOnly(string file)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // A private authority seldom publishes which certificates it withdrew.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }

    /// <summary>The same for a client that takes no policy. It reads the file anew for each connection.</summary>
    public static RemoteCertificateValidationCallback ValidatorFor(string file) =>
        (_, certificate, received, errors) =>
        {
            if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
                return false;
            using var chain = new X509Chain { ChainPolicy = TrustOnly(file) };
            // The intermediate certificates that the server has sent.
            if (received is not null)
                chain.ChainPolicy.ExtraStore.AddRange(received.ChainPolicy.ExtraStore);
            return chain.Build(new X509Certificate2(certificate));
        };
}
