using System.Buffers.Binary;
using PeerNetwork.Matching.Engine;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Coffee;

/// <summary>
/// Groups the people of a round. Above <see cref="MaxPartSize"/> people the round is split into parts, by the program
/// and the number of the round, and each part is grouped alone: the time to group grows with people³. In each part no
/// repeat is avoidable, and at most one part has a group of three; over all parts a repeat may be avoidable.
/// </summary>
public static class CoffeeGrouping
{
    public const int MaxPartSize = 200;

    /// <summary>The same input gives the same groups, whatever the order of people and history.</summary>
    /// <param name="program">The program.</param>
    /// <param name="number">The number of the round.</param>
    /// <param name="people">Who takes part.</param>
    /// <param name="history">The groups of earlier rounds of the program.</param>
    public static IReadOnlyList<CoffeeGroup> Form(
        ProgramId program,
        int number,
        IReadOnlyList<CoffeePerson> people,
        IReadOnlyList<CoffeeGroup> history
    ) =>
        [
            .. Parts(program, number, people)
                .SelectMany(part => CoffeeRound.Form(number, part, history, SeedOf(program))),
        ];

    /// <summary>Parts of an even number of people, except the first where their number is odd.</summary>
    public static IEnumerable<CoffeePerson[]> Parts(ProgramId program, int number, IReadOnlyList<CoffeePerson> people)
    {
        CoffeePerson[] ordered =
        [
            .. people.OrderBy(person => DerivedId.From($"coffee-round-{number}", program.Value, person.Id)),
        ];
        var (pairs, odd) = Math.DivRem(ordered.Length, 2);
        var parts = (ordered.Length + MaxPartSize - 1) / MaxPartSize;
        return Enumerable.Range(0, parts).Select(part => ordered[StartOf(part)..StartOf(part + 1)]);

        int StartOf(int part) => part == 0 ? 0 : odd + (2 * (pairs * part / parts));
    }

    /// <summary>The same for all rounds, so that no pair meets twice before all have met.</summary>
    private static long SeedOf(ProgramId program) =>
        BinaryPrimitives.ReadInt64BigEndian(program.Value.ToByteArray().AsSpan(8));
}
