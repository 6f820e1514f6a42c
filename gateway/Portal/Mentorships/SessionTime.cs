using System.Globalization;

namespace PeerNetwork.Portal.Mentorships;

/// <summary>When a session shall be, as the user chooses it by the clocks of the own zone.</summary>
public sealed class SessionTime
{
    public DateTime? Date { get; set; }

    public TimeSpan? Time { get; set; }

    public int Minutes { get; set; } = 60;

    /// <summary>Null until both are chosen.</summary>
    public DateTime? Start => Date?.Date + Time;

    /// <summary>As the API reads it.</summary>
    public string Text => Start?.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) ?? "";
}
