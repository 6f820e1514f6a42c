using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.People;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Flash;

public class BookFlashSlotTests
{
    private static readonly DeciderSpec<FlashSlot, FlashSlotEvent> Spec = DeciderSpec
        .Of<FlashSlot, FlashSlotEvent>(FlashSlot.Evolve)
        .Given(SlotOffered);

    private static readonly PersonReplica Colleague = new(Bo.Value, 1, true, "BER", "Europe/Berlin", [], null);
    private static readonly ProgramReplica Program = ProgramReplica.Unknown(TheProgram.Value) with
    {
        SiteCodes = ["BER"],
    };

    [Fact]
    public void An_open_slot_is_booked() =>
        Spec.When(slot => BookFlashSlot.Decide(slot!, null, null, Bo, Now)).Then(SlotBooked);

    [Fact]
    public void Booking_again_changes_nothing() =>
        Spec.Given(SlotBooked).When(slot => BookFlashSlot.Decide(slot!, null, null, Bo, Now)).ThenNothing();

    [Fact]
    public void Who_comes_second_reads_that_it_is_taken() =>
        Spec.Given(SlotBooked)
            .When(slot => BookFlashSlot.Decide(slot!, null, null, Cy, Now))
            .ThenThrows(DomainError.Conflict, "has booked");

    [Fact]
    public void A_cancelled_booking_opens_the_slot_for_others() =>
        Spec.Given(SlotBooked, BookingCancelled)
            .When(slot => BookFlashSlot.Decide(slot!, null, null, Cy, Now))
            .Then(SlotBooked with { Mentee = Cy });

    [Fact]
    public void What_is_withdrawn_or_over_is_not_booked()
    {
        Spec.Given(SlotWithdrawn)
            .When(slot => BookFlashSlot.Decide(slot!, null, null, Bo, Now))
            .ThenThrows(DomainError.Conflict, "no longer offered");
        Spec.Given(SlotLapsed)
            .When(slot => BookFlashSlot.Decide(slot!, null, null, Bo, Now))
            .ThenThrows(DomainError.Conflict, "no longer offered");
        Spec.When(slot => BookFlashSlot.Decide(slot!, null, null, Bo, InAWeek.StartsAt))
            .ThenThrows(DomainError.Conflict, "no longer offered");
    }

    [Fact]
    public void The_hours_of_the_mentor_have_to_suffice()
    {
        Spec.When(slot => BookFlashSlot.Decide(slot!, null, 29, Bo, Now)).ThenThrows(DomainError.Conflict, "hours");
        Spec.When(slot => BookFlashSlot.Decide(slot!, null, 30, Bo, Now)).Then(SlotBooked);
    }

    [Fact]
    public void The_calendar_of_the_person_has_to_be_free()
    {
        var calendar = FlashCalendar.Evolve(null, SlotTimeTaken with { Slot = new(Id(21)) });
        Spec.When(slot => BookFlashSlot.Decide(slot!, calendar, null, Bo, Now))
            .ThenThrows(DomainError.Conflict, "another flash session");
    }

    [Fact]
    public void An_employee_at_a_site_of_the_program_may_book() =>
        BookFlashSlot.RequireMayBook(SlotOffered, Program, Colleague, isLineBetween: false);

    public static TheoryData<PersonReplica?> Others =>
        new(
            null,
            Colleague with
            {
                Active = false,
            },
            Colleague with
            {
                OnLeave = true,
            },
            Colleague with
            {
                Kind = "guest",
            },
            Colleague with
            {
                SiteCode = "LIS",
            }
        );

    [Theory, MemberData(nameof(Others))]
    public void Others_may_not(PersonReplica? person) =>
        Should
            .Throw<DomainException>(() => BookFlashSlot.RequireMayBook(SlotOffered, Program, person, false))
            .Error.ShouldBe(DomainError.Forbidden);

    [Fact]
    public void Neither_the_mentor_nor_people_in_a_line_with_the_mentor_book()
    {
        var mentor = Colleague with { Id = Ada.Value };
        Should.Throw<DomainException>(() => BookFlashSlot.RequireMayBook(SlotOffered, Program, mentor, false));
        Should
            .Throw<DomainException>(() => BookFlashSlot.RequireMayBook(SlotOffered, Program, Colleague, true))
            .Code.ShouldBe("reporting-line");
    }
}
