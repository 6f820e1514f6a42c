using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.MyProfile;

namespace PeerNetwork.Portal.Tests.MyProfile;

public class ConsentItemTests
{
    private static readonly DateTimeOffset Day = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(2, null, false, ConsentState.Open, true, false)]
    [InlineData(2, 2, false, ConsentState.Held, false, true)]
    [InlineData(2, 1, false, ConsentState.Outdated, true, true)]
    [InlineData(2, 2, true, ConsentState.Withdrawn, true, false)]
    [InlineData(null, 2, false, ConsentState.Ended, false, true)]
    [InlineData(null, 2, true, ConsentState.Withdrawn, false, false)]
    public void What_can_be_done_follows_from_what_is_asked_and_what_was_agreed(
        int? asked,
        int? agreed,
        bool withdrawn,
        ConsentState state,
        bool isOffered,
        bool isHeld
    )
    {
        var item = ConsentItem.Of(View(asked, agreed, withdrawn, "en"), "en");

        item.State.ShouldBe(state);
        item.IsOffered.ShouldBe(isOffered);
        item.IsHeld.ShouldBe(isHeld);
    }

    [Theory]
    [InlineData("de", "de")]
    [InlineData("ja", "en")]
    public void The_text_is_in_the_language_of_the_user_or_else_in_English(string language, string expected) =>
        ConsentItem.Of(View(1, null, false, "fr", "en", "de"), language).Text.Language.ShouldBe(expected);

    [Fact]
    public void Without_both_it_is_the_first_text() =>
        ConsentItem.Of(View(1, null, false, "fr", "es"), "ja").Text.Language.ShouldBe("fr");

    private static ConsentView View(int? asked, int? agreed, bool withdrawn, params string[] languages) =>
        new()
        {
            Kind = "surveys",
            Asked = asked is { } version ? new() { Version = version, Texts = [.. languages.Select(Text)] } : null,
            Consents = agreed is { } held
                ?
                [
                    new()
                    {
                        Version = held,
                        Text = Text("en"),
                        GivenAt = Day,
                        WithdrawnAt = withdrawn ? Day : null,
                    },
                ]
                : [],
        };

    private static ConsentText Text(string language) =>
        new()
        {
            Language = language,
            Title = "Surveys",
            Text = "?",
        };
}
