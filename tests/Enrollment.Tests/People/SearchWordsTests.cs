using PeerNetwork.Enrollment.People.Search;

namespace PeerNetwork.Enrollment.Tests.People;

public class SearchWordsTests
{
    [Theory]
    [InlineData("Ada Lovelace", "ada lovelace")]
    [InlineData("MÜLLER, Jörg", "muller jorg")]
    [InlineData("O'Brien-Smith", "obrien smith")]
    [InlineData("O’Brien", "obrien")]
    [InlineData("Groß Łukasz Søren", "gross lukasz soren")]
    [InlineData("Nguyễn Thị Ánh", "nguyen thi anh")]
    [InlineData("Παπαδόπουλος", "παπαδοπουλοσ")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("山田 太郎", "山田 太郎")]
    [InlineData("ada.l@mail.example", "ada l mail example")]
    [InlineData("N-0042", "n 0042")]
    [InlineData(" ... ", "")]
    public void Words_are_in_lower_case_and_without_accents(string text, string words) =>
        SearchWords.Of(text).ShouldBe(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("Jörg Müller", "jorg muller joerg mueller")]
    [InlineData("Åse Bjørn", "ase bjorn aase bjoern")]
    [InlineData("Ada", "ada")]
    public void A_name_has_the_words_of_an_English_keyboard_too(string name, string words) =>
        SearchWords.WithTranscriptions(name).ShouldBe(words.Split(' '));

    [Fact]
    public void An_accent_is_the_same_as_a_sign_of_its_own() =>
        SearchWords.Of("Rene\u0301e").ShouldBe(SearchWords.Of("Ren\u00e9e"));
}
