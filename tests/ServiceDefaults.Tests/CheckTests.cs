namespace PeerNetwork.ServiceDefaults.Tests;

public class CheckTests
{
    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var check = new Check()
            .That(false, "name", "must have 1 to 200 characters")
            .That(true, "purpose", "must not be empty")
            .That(false, "name", "must not end in a space")
            .That(false, "goals[1].title", "must not be empty");

        var rejected = Should.Throw<InvalidFieldsException>(check.Throw);
        rejected.Errors.Keys.ShouldBe(["name", "goals[1].title"]);
        rejected.Errors["name"].ShouldBe(["must have 1 to 200 characters", "must not end in a space"]);
        rejected.Message.ShouldBe(
            "name must have 1 to 200 characters. name must not end in a space. goals[1].title must not be empty."
        );
    }

    [Fact]
    public void Nothing_wrong_is_nothing_said() =>
        Should.NotThrow(new Check().That(true, "name", "must not be empty").Throw);
}
