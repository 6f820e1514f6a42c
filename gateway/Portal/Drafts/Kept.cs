using System.Text.Json;

namespace PeerNetwork.Portal.Drafts;

/// <summary>The input of a form, which is kept as a draft until it is sent.</summary>
public interface IKept
{
    /// <summary>Names the form; another one on the same page has another name.</summary>
    string Form { get; }

    string Write();

    /// <exception cref="JsonException">It is of an older version of the form.</exception>
    void Read(string input);
}

/// <inheritdoc cref="IKept"/>
public sealed class Kept<T>(string form, T input) : IKept
    where T : class
{
    public T Input { get; set; } = input;

    string IKept.Form => form;

    string IKept.Write() => JsonSerializer.Serialize(Input, JsonSerializerOptions.Web);

    void IKept.Read(string input) => Input = JsonSerializer.Deserialize<T>(input, JsonSerializerOptions.Web) ?? Input;
}
