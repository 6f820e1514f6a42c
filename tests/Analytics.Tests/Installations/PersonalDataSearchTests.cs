using System.Text;

namespace PeerNetwork.Analytics.Tests.Installations;

/// <summary>The search must find what is there. Else that it finds nothing would prove nothing.</summary>
public sealed class PersonalDataSearchTests
{
    [Theory]
    [InlineData("0195b7a0-1234-7abc-8def-0123456789ab")]
    [InlineData("Zoë Müller-Lüdenscheidt")]
    [InlineData("ada.lovelace+work@example.com")]
    public void A_value_is_found_in_each_encoding_wherever_it_stands(string value)
    {
        foreach (var (name, bytes) in PersonalDataSearch.EncodingsOf(value))
            PersonalDataSearch
                .Find(
                    [
                        [1, 2, 3, .. bytes, 4, 5],
                    ],
                    [value]
                )
                .ShouldNotBeEmpty(name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("xy")]
    public void Base64_of_a_longer_text_hides_nothing(string before)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}ada@example.com and others"));
        PersonalDataSearch.Find([Encoding.UTF8.GetBytes(text)], ["ada@example.com"]).ShouldNotBeEmpty();
    }

    [Fact]
    public void The_border_of_a_chunk_hides_nothing() =>
        PersonalDataSearch
            .Find(["8\r\nada@exam\r\n5\r\nple.com\r\n"u8.ToArray()], ["ada@example.com"])
            .ShouldNotBeEmpty();

    [Fact]
    public void What_is_not_there_is_not_found() =>
        PersonalDataSearch
            .Find(["ada@example.com"u8.ToArray()], ["bob@example.com", $"{Guid.NewGuid()}"])
            .ShouldBeEmpty();
}
