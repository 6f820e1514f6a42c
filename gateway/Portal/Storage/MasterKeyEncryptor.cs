using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Portal.Storage;

/// <summary>Encrypts keys of data protection, so that the database alone signs no user in.</summary>
internal sealed class MasterKeyEncryptor(IOptions<PortalSettings> settings) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var key = Convert.FromBase64String(settings.Value.MasterKey!);
        var encrypted = AuthenticatedCipher.Encrypt(key, plain, Guid.Empty);
        return new(new XElement("key", Convert.ToBase64String(encrypted)), typeof(MasterKeyDecryptor));
    }
}

/// <summary>Reverses <see cref="MasterKeyEncryptor"/>. Data protection creates it with the services.</summary>
internal sealed class MasterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var settings = services.GetRequiredService<IOptions<PortalSettings>>().Value;
        var encrypted = Convert.FromBase64String(encryptedElement.Value);
        var plain = AuthenticatedCipher.Decrypt(Convert.FromBase64String(settings.MasterKey!), encrypted, Guid.Empty);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
