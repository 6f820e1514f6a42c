using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Search;
using PeerNetwork.Enrollment.Skills;

namespace PeerNetwork.Enrollment.Tests.Skills;

public class SkillMapTests
{
    [Fact]
    public void Skills_that_lack_most_people_are_first_and_are_counted_by_group()
    {
        var map = SkillMap.Of(
            [
                Person("BER", wanted: ["Python", "Finance"]),
                Person("BER", wanted: ["Python"], offered: ["Finance"]),
                Person("CHI", wanted: ["Python"], offered: ["Finance", "Law"]),
                Person("CHI", offered: ["Python"]),
            ],
            person => person.Site
        );

        map.Select(d => (d.Skill, d.Wanted, d.Offered)).ShouldBe([("Python", 3, 1), ("Finance", 1, 2), ("Law", 0, 1)]);
        map[0].Groups.ShouldBe([new("BER", 2, 0), new("CHI", 1, 1)]);
        map[2].Groups.ShouldBe([new("CHI", 0, 1)], "no one in Berlin names it");
    }

    [Fact]
    public void Of_skills_that_lack_equally_many_the_more_wanted_is_first_then_by_name() =>
        SkillMap
            .Of(
                [Person("BER", wanted: ["b", "a", "c"]), Person("BER", wanted: ["c"], offered: ["c"])],
                person => person.Site
            )
            .Select(d => d.Skill)
            .ShouldBe(["c", "a", "b"]);

    [Fact]
    public void The_case_of_letters_makes_no_other_skill_and_the_most_frequent_spelling_is_shown()
    {
        var skill = SkillMap
            .Of(
                [
                    Person("BER", wanted: ["python"]),
                    Person("BER", wanted: ["Python"]),
                    Person("BER", offered: ["Python"]),
                ],
                person => person.Site
            )
            .ShouldHaveSingleItem();

        (skill.Skill, skill.Wanted, skill.Offered).ShouldBe(("Python", 2, 1));
    }

    [Fact]
    public void People_of_no_known_group_are_counted_too() =>
        SkillMap
            .Of([Person("BER", wanted: ["Law"])], person => person.Department)
            .ShouldHaveSingleItem()
            .Groups.ShouldBe([new(null, 1, 0)]);

    [Fact]
    public void Who_has_declared_nothing_names_no_skill() =>
        SkillMap.Of([Person("BER") with { Profile = null }], person => person.Site).ShouldBeEmpty();

    [Theory]
    [InlineData("python", SkillSource.Offered, 4)]
    [InlineData("Data engineering", SkillSource.JobTitle, null)]
    [InlineData("parental leave", SkillSource.Interest, null)]
    public void What_speaks_for_a_skill_is_an_offer_a_job_title_or_an_interest(
        string skill,
        SkillSource source,
        int? level
    )
    {
        var person = Person("BER", offered: ["Python"], interests: ["Return from parental leave", "python"]) with
        {
            JobTitle = "Head of Data Engineering",
        };

        SkillKnowledge.Of(person, new(skill)).ShouldBe(new(source, level));
    }

    [Theory]
    [InlineData("Law")]
    [InlineData("Engineering data science")]
    [InlineData("Engineer")]
    [InlineData("+")]
    public void Each_word_of_the_skill_has_to_be_named(string skill) =>
        SkillKnowledge
            .Of(Person("BER", wanted: ["Law"]) with { JobTitle = "Head of Data Engineering" }, new(skill))
            .ShouldBeNull();

    private static IndexedPerson Person(
        string site,
        string[]? wanted = null,
        string[]? offered = null,
        string[]? interests = null
    ) =>
        new(Guid.CreateVersion7(), site, null, Active: true, [], [], [])
        {
            Profile = new(Skills(offered, 4), Skills(wanted, 3), interests ?? [], [], 4),
        };

    private static Skill[] Skills(string[]? names, int level) =>
        [.. (names ?? []).Select(name => new Skill(name, level))];
}
