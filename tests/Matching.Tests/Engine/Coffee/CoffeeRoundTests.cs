using PeerNetwork.Matching.Engine;
using Xunit.Abstractions;

namespace PeerNetwork.Matching.Tests.Engine;

public class CoffeeRoundTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(7, 0)]
    [InlineData(7, 30)]
    [InlineData(7, 70)]
    [InlineData(12, 20)]
    [InlineData(13, 0)]
    [InlineData(13, 20)]
    public void In_1000_rounds_nobody_is_left_out_and_no_repeat_is_avoidable(int people, int snoozePercent)
    {
        foreach (var round in new CoffeeSimulation(people, snoozePercent).Run(1000))
        {
            round.LeavesNobodyOut().ShouldBeTrue();
            round.Repeats.ShouldBe(round.FewestRepeats());
        }
    }

    [Fact]
    public void In_1000_rounds_of_40_people_nobody_is_left_out_and_no_repeat_is_avoidable()
    {
        var random = new Random(3);
        foreach (var round in new CoffeeSimulation(40, 20).Run(1000))
        {
            round.LeavesNobodyOut().ShouldBeTrue();
            var (count, everyone) = (round.Present.Length, Enumerable.Range(0, round.Present.Length).ToArray());
            if (count % 2 == 0)
                round.Repeats.ShouldBe((count / 2) - round.NewPairs(everyone, random));
            else
                round.OtherTrioHasFewerRepeats(random).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(40)]
    public void Where_all_take_part_an_even_number_meets_all_others_before_any_repeat(int people)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var simulation = new CoffeeSimulation(people, 0, seed);
            var lastMet = new Dictionary<(Guid, Guid), int>();
            foreach (var pair in simulation.Run(3 * (people - 1)).SelectMany(round => round.Groups))
            {
                var met = SimulatedRound.Pairs([pair]).Single();
                if (lastMet.TryGetValue(met, out var last))
                    (pair.Round - last).ShouldBe(people - 1);
                lastMet[met] = pair.Round;
            }
            lastMet.Count.ShouldBe(people * (people - 1) / 2);
        }
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(7, 0)]
    [InlineData(13, 0)]
    [InlineData(13, 20)]
    public void The_group_of_three_goes_round(int people, int snoozePercent)
    {
        var simulation = new CoffeeSimulation(people, snoozePercent);
        simulation.Run(300).Count().ShouldBe(300);
        var trios = simulation.Trios().Values;
        output.WriteLine($"From {trios.Min()} to {trios.Max()} groups of three.");
        (trios.Max() - trios.Min()).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void People_meet_other_departments_more_often_than_by_chance()
    {
        var (random, ours, byChance, pairs) = (new Random(2), 0, 0, 0);
        foreach (var round in new CoffeeSimulation(40, 20).Run(10))
        {
            var department = round.Present.ToDictionary(person => person.Id, person => person.Department);
            var shuffled = round.Present.Select(person => person.Id).ToArray();
            random.Shuffle(shuffled);
            var groups = shuffled.Chunk(2).Where(pair => pair.Length == 2).Select(pair => new CoffeeGroup(0, pair));
            ours += SimulatedRound.Pairs(round.Groups).Count(p => department[p.Item1] != department[p.Item2]);
            byChance += SimulatedRound.Pairs(groups).Count(p => department[p.Item1] != department[p.Item2]);
            pairs += SimulatedRound.Pairs(round.Groups).Count();
        }
        output.WriteLine($"Of {pairs} pairs {ours} cross departments; by chance {byChance}.");
        ours.ShouldBeGreaterThan(byChance * 11 / 10);
    }

    [Fact]
    public void The_same_input_gives_the_same_groups_in_any_order()
    {
        var random = new Random(9);
        foreach (var round in new CoffeeSimulation(13, 20).Run(60))
        {
            var (people, history) = (round.Present.ToArray(), round.Before.ToArray());
            random.Shuffle(people);
            random.Shuffle(history);
            var again = CoffeeRound.Form(
                1 + round.Before.Select(g => g.Round).DefaultIfEmpty().Max(),
                people,
                history,
                5
            );
            again.Select(Text).ShouldBe(round.Groups.Select(Text));
        }

        static string Text(CoffeeGroup group) => string.Join(' ', group.People);
    }

    [Fact]
    public void One_person_waits_two_are_a_pair_and_three_a_group()
    {
        CoffeePerson[] people = [.. Enumerable.Range(1, 3).Select(at => Person(at))];
        CoffeeRound.Form(1, [], [], 1).ShouldBeEmpty();
        CoffeeRound.Form(1, people[..1], [], 1).ShouldBeEmpty();
        CoffeeRound.Form(1, people[..2], [], 1).Single().People.Count.ShouldBe(2);
        CoffeeRound.Form(1, people, [], 1).Single().People.Count.ShouldBe(3);
    }

    [Fact]
    public void Without_common_hours_people_still_have_a_group()
    {
        CoffeePerson[] people = [Person(1), Person(2) with { WorkStart = 1200 }];
        people[0].OverlapWith(people[1]).ShouldBe(0);
        CoffeeRound.Form(1, people, [], 1).Count.ShouldBe(1);
    }

    [Fact]
    public void Hours_after_midnight_count_as_common()
    {
        var late = Person(1) with { WorkStart = 1320 };
        late.OverlapWith(Person(2) with { WorkStart = 60 }).ShouldBe(300);
        (Person(2) with { WorkStart = 60 }).OverlapWith(late).ShouldBe(300);
    }

    [Fact]
    public void People_without_common_hours_are_apart_where_there_is_a_choice()
    {
        CoffeePerson[] people =
        [
            Person(1),
            Person(2),
            Person(3) with
            {
                WorkStart = 1000,
            },
            Person(4) with
            {
                WorkStart = 1000,
            },
        ];
        for (var seed = 0; seed < 20; seed++)
        {
            foreach (var group in CoffeeRound.Form(1, people, [], seed))
                group.People.Select(id => people.Single(p => p.Id == id).WorkStart).Distinct().Count().ShouldBe(1);
        }
    }

    [Fact]
    public void Of_those_who_were_in_no_group_of_three_the_longest_wait_comes_first()
    {
        CoffeePerson[] people = [.. Enumerable.Range(1, 9).Select(at => Person(at) with { RoundsWaited = at % 3 })];
        for (var seed = 0; seed < 20; seed++)
        {
            var trio = CoffeeRound.Form(1, people, [], seed).Single(group => group.People.Count == 3);
            trio.People.ShouldBe([people[1].Id, people[4].Id, people[7].Id], ignoreOrder: true);
        }
    }

    [Fact]
    public void Of_unavoidable_repeats_the_least_recent_is_chosen()
    {
        CoffeePerson[] people = [.. Enumerable.Range(1, 4).Select(at => Person(at))];
        CoffeeGroup Met(int round, int one, int other) => new(round, [people[one - 1].Id, people[other - 1].Id]);
        CoffeeGroup[] history = [Met(1, 1, 3), Met(1, 2, 4), Met(2, 1, 2), Met(2, 3, 4), Met(3, 1, 4), Met(3, 2, 3)];
        var groups = CoffeeRound.Form(4, people, history, 1);
        SimulatedRound.Pairs(groups).ShouldBe(SimulatedRound.Pairs([Met(4, 1, 3), Met(4, 2, 4)]), ignoreOrder: true);
    }

    [Fact]
    public void A_person_twice_and_a_history_that_is_not_earlier_are_refused()
    {
        Should.Throw<ArgumentException>(() => CoffeeRound.Form(1, [Person(1), Person(1)], [], 1));
        CoffeeGroup[] history = [new(1, [Person(1).Id, Person(2).Id])];
        Should.Throw<ArgumentException>(() => CoffeeRound.Form(1, [Person(1), Person(2)], history, 1));
    }

    private static CoffeePerson Person(int at) => new(new Guid(at, 0, 0, new byte[8]), "Chicago", "Sales", 540, 480);
}
