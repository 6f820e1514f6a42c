using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using PeerNetwork.Portal.Words;

namespace PeerNetwork.Portal.Tests.Words;

public class PluralsTests
{
    [Theory]
    [InlineData("en", 0, "0 sessions held")]
    [InlineData("en", 1, "1 session held")]
    [InlineData("en", 2, "2 sessions held")]
    [InlineData("es", 1, "1 sesión celebrada")]
    [InlineData("es", 2, "2 sesiones celebradas")]
    [InlineData("fr", 0, "0 séance tenue")]
    [InlineData("fr", 2, "2 séances tenues")]
    [InlineData("ja", 1, "セッション 1 回実施")]
    public void A_number_has_the_words_of_its_language(string language, int number, string words)
    {
        CultureInfo.CurrentUICulture = new(language);
        using var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        services
            .GetRequiredService<IStringLocalizer<Texts>>()
            .Plural("Mentorship.SessionsHeld", number)
            .ShouldBe(words);
    }
}
