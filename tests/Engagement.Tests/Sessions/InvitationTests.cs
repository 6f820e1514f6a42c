using System.Text;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.Sessions;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Sessions;

public class InvitationTests
{
    [Theory]
    [InlineData("Short")]
    [InlineData("Commas, semicolons; back\\slashes \\n and \"quotes\"")]
    [InlineData("Two\nlines\r\nand three")]
    [InlineData(
        "Ünïcödé wörds ünd 日本語の長い題名は七十五オクテットを超えるので折り返される 👩🏽‍💻👩🏽‍💻👩🏽‍💻👩🏽‍💻👩🏽‍💻"
    )]
    [InlineData("A line of plain words that is longer than the seventy-five octets of a content line, by far")]
    public void Whatever_the_topic_it_is_read_back(string topic) =>
        Read(Planned with { Topic = Mentee.ToPersonalText(topic) })
            .Text("SUMMARY")
            .ShouldBe($"Mentoring: {topic.ReplaceLineEndings("\n")}");

    [Fact]
    public void Every_length_around_a_fold_is_read_back()
    {
        for (var length = 1; length <= 160; length++)
        {
            var topic = new string('ü', length);
            Read(Planned with { Topic = Mentee.ToPersonalText(topic) }).Text("SUMMARY").ShouldBe($"Mentoring: {topic}");
        }
    }

    [Fact]
    public void Its_times_are_instants()
    {
        var invitation = Read(Planned with { StartsAt = new(2026, 11, 2, 18, 0, 0, TimeSpan.FromHours(-6)) });
        invitation["DTSTART"].ShouldBe("20261103T000000Z");
        invitation["DTEND"].ShouldBe("20261103T010000Z");
        invitation["DTSTAMP"].ShouldBe("20261019T150000Z");
        invitation.Text("SUMMARY").ShouldBe("Mentoring session");
        invitation.All("ATTENDEE").ShouldBe([$"urn:uuid:{Mentor.Value}", $"urn:uuid:{Mentee.Value}"]);
        invitation["ORGANIZER"].ShouldBe($"urn:uuid:{Mentee.Value}");
    }

    [Fact]
    public void The_uid_stays_while_the_sequence_grows_with_each_change_and_a_cancellation_says_so()
    {
        var moved = new SessionRescheduled(
            Id,
            SessionOne,
            Mentor,
            SlotOne.StartsAt.AddDays(1),
            "America/Chicago",
            60,
            Now.AddHours(1),
            ProgramOne,
            "CHI"
        );
        CalendarReader[] told =
        [
            Read(Planned),
            Read(Planned, moved),
            Read(Planned, moved, moved with { StartsAt = SlotOne.StartsAt.AddDays(2) }),
            Read(Planned, moved, moved, Cancelled),
        ];
        told.Select(i => i["UID"]).Distinct().ShouldHaveSingleItem();
        told.Select(i => i["SEQUENCE"]).ShouldBe(["0", "1", "2", "3"]);
        told.Select(i => i["METHOD"]).ShouldBe(["REQUEST", "REQUEST", "REQUEST", "CANCEL"]);
        told.Select(i => i["STATUS"]).ShouldBe(["CONFIRMED", "CONFIRMED", "CONFIRMED", "CANCELLED"]);
        told[1]["DTSTAMP"].ShouldBe("20261019T160000Z");
    }

    private static CalendarReader Read(params MentorshipEvent[] events)
    {
        var mentorship = events.Prepend(Started).Aggregate((Mentorship?)null, Mentorship.Evolve)!;
        return new(Encoding.UTF8.GetBytes(Invitation.For(mentorship, mentorship.Sessions[0])));
    }
}
