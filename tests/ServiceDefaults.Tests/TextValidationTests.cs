using FluentValidation;

namespace PeerNetwork.ServiceDefaults.Tests;

public class TextValidationTests
{
    [Theory]
    [InlineData("plain", true, true)]
    [InlineData("مرحبا שלום", true, true)]
    [InlineData("a mark \u200f that turns nothing but itself", true, true)]
    [InlineData("👩‍👩‍👧 e\u0301 ﷽", true, true)]
    [InlineData("two\nlines\tand a tab", true, false)]
    [InlineData("two\u2028lines", true, false)]
    [InlineData("gpj.\u202etxt", true, false)]
    [InlineData("an embedding \u202a", true, false)]
    [InlineData("an isolate \u2066", true, false)]
    [InlineData("the end of one \u2069", true, false)]
    [InlineData("\0", false, false)]
    [InlineData("\u001b[31m", false, false)]
    [InlineData("\u007f", false, false)]
    [InlineData("\u0085", false, false)]
    [InlineData("\u009b31m", false, false)]
    [InlineData("\ud800", false, false)]
    [InlineData("\udc00\ud800", false, false)]
    [InlineData("\ufffd", false, false)]
    public void Any_script_is_welcome_but_nothing_that_deceives(string text, bool clean, bool line)
    {
        TextValidation.IsText(text).ShouldBe(clean);
        TextValidation.IsLine(text).ShouldBe(line);
    }

    [Theory]
    [InlineData(null, true, true)]
    [InlineData("four", true, true)]
    [InlineData("five!", false, false)]
    [InlineData("a\nb", true, false)]
    [InlineData("", false, false)]
    [InlineData(" \t ", false, false)]
    public void Text_that_is_given_has_more_than_blanks_and_is_not_too_long(string? written, bool text, bool line)
    {
        var texts = new InlineValidator<string[]>();
        texts.RuleForEach(t => t).Text(4);
        var lines = new InlineValidator<string[]>();
        lines.RuleForEach(t => t).Line(4);

        texts.Validate([written!]).IsValid.ShouldBe(text);
        lines.Validate([written!]).IsValid.ShouldBe(line);
    }
}
