using PeerNetwork.Portal.Administration;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Tests.Administration;

public class GuestInputTests
{
    private static readonly Guid Sponsor = Guid.CreateVersion7(),
        Partner = Guid.CreateVersion7(),
        Known = Guid.CreateVersion7();

    [Fact]
    public void A_person_who_is_new_has_a_name_and_an_address()
    {
        var request = Input(PersonKind.Partner).ToRequest();

        (request.Name, request.Email, request.Person).ShouldBe(("Gwen", "gwen@example.com", null));
        (request.Partner, request.Sponsor).ShouldBe((Partner, Sponsor));
        request.LastDay.ShouldBe(new DateOnly(2027, 5, 31));
        request.Subject.ShouldBeNull();
    }

    [Fact]
    public void A_person_who_was_here_before_keeps_name_and_address()
    {
        var input = Input(PersonKind.Guest);
        input.Known = new() { Id = Known };

        var request = input.ToRequest();

        (request.Name, request.Email, request.Person).ShouldBe((null, null, Known));
    }

    [Fact]
    public void An_alumnus_belongs_to_no_organisation() => Input(PersonKind.Alumnus).ToRequest().Partner.ShouldBeNull();

    private static GuestInput Input(PersonKind kind) =>
        new()
        {
            Kind = kind,
            Name = "Gwen",
            Email = "gwen@example.com",
            Partner = Partner,
            SiteCode = "CHI",
            Sponsor = new() { Id = Sponsor },
            LastDay = new DateTime(2027, 5, 31),
            Subject = " ",
        };
}
