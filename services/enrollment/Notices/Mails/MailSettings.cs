using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MailKit.Security;
using MimeKit;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Notices.Mails;

/// <summary>The section <c>Mail</c> of the configuration.</summary>
public sealed class MailSettings
{
    [Description("The SMTP server that takes mail for people; without it the portal alone shows notices.")]
    public string? Host { get; set; }

    [Range(1, 65_535, ErrorMessage = "a whole number from {1} to {2}")]
    [Description("The port of the SMTP server.")]
    public int Port { get; set; } = 587;

    [EnumDataType(
        typeof(SecureSocketOptions),
        ErrorMessage = "None, Auto, SslOnConnect, StartTls or StartTlsWhenAvailable"
    )]
    [Description("How the connection is encrypted: None, Auto, SslOnConnect, StartTls or StartTlsWhenAvailable.")]
    public SecureSocketOptions Security { get; set; } = SecureSocketOptions.StartTls;

    [Description("The user of the SMTP server; without one no sign-in is made.")]
    public string? User { get; set; }

    [Secret]
    [Description("The password of that user.")]
    public string? Password { get; set; }

    [MailAddress]
    [Description("The sender of mail, such as: Mentoring <mentoring@example.com>.")]
    public string From { get; set; } = "PeerNetwork <peernetwork@localhost>";

    [Address("http", "https")]
    [Description("The address of the portal, to which links in mail lead; without it mail has no links.")]
    public string? PortalUrl { get; set; }

    public bool IsOn => !string.IsNullOrEmpty(Host);
}

[AttributeUsage(AttributeTargets.Property)]
public sealed class MailAddressAttribute() : ValidationAttribute("a mail address, with or without a name")
{
    public override bool IsValid(object? value) => value is string text && MailboxAddress.TryParse(text, out _);
}
