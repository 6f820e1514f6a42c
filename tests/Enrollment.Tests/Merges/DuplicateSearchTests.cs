using PeerNetwork.Enrollment.People.Duplicates;
using PeerNetwork.Enrollment.People.Search;

namespace PeerNetwork.Enrollment.Tests.Merges;

public class DuplicateSearchTests
{
    [Fact]
    public void The_same_mail_address_in_any_case_makes_a_pair() =>
        Reasons(Indexed("Ada", email: "ada@example.com"), Indexed("Bo", email: "ada@example.com"))
            .ShouldBe(["the same mail address"]);

    [Theory]
    [InlineData("Ada Müller", "müller, ada")]
    [InlineData("Ada Müller", "Ada Mueller")]
    [InlineData("Ada Müller", "Ada Muller")]
    [InlineData("José O'Brien", "obrien jose")]
    public void The_same_name_at_the_same_site_makes_a_pair(string one, string other)
    {
        Reasons(Indexed(one), Indexed(other)).ShouldBe(["the same name at the same site"]);
        DuplicateSearch.Find([Indexed(one), Indexed(other, site: "CHI")]).ShouldBeEmpty();
    }

    [Fact]
    public void The_same_name_and_hire_date_make_a_pair() =>
        Reasons(Indexed("Ada", hiredOn: new(2024, 3, 1)), Indexed("Ada", site: "CHI", hiredOn: new(2024, 3, 1)))
            .ShouldBe(["the same name and the same hire date"]);

    [Theory]
    [InlineData("2024-03-01", "2025-02-28", true)]
    [InlineData("2024-03-01", "2024-02-01", true)]
    [InlineData("2024-03-01", "2025-03-03", false)]
    public void A_rehire_within_a_year_makes_a_pair(string left, string hired, bool found) =>
        DuplicateSearch
            .Find([
                Indexed("Ada", isActive: false, leftOn: DateOnly.Parse(left, null)),
                Indexed("Ada", site: "CHI", hiredOn: DateOnly.Parse(hired, null)),
            ])
            .Any()
            .ShouldBe(found);

    [Fact]
    public void What_more_than_ten_people_share_is_no_reason()
    {
        var ten = Enumerable.Range(0, 10).Select(_ => Indexed("Ada", email: "all@example.com")).ToArray();
        DuplicateSearch.Find(ten).Count.ShouldBe(45);
        DuplicateSearch.Find([.. ten, Indexed("Ada", email: "all@example.com")]).ShouldBeEmpty();
    }

    [Fact]
    public void A_pair_is_found_once_with_all_reasons_and_pairs_are_ordered()
    {
        var found = DuplicateSearch.Find([
            .. Enumerable
                .Range(0, 40)
                .Select(n => Indexed($"Ada {n / 2}", email: $"{n / 2}@example.com", hiredOn: new(2024, 3, 1))),
        ]);
        found.Count.ShouldBe(20);
        found.ShouldAllBe(pair => pair.Reasons.Count == 3);
        found.Select(pair => pair.Id.Value).ShouldBeInOrder();
    }

    /// <summary>With quadratic work this test would take hours.</summary>
    [Fact]
    public void A_hundred_thousand_people_are_searched()
    {
        const int people = 100_000,
            twins = 500;
        var company = Enumerable
            .Range(0, people)
            .Select(n =>
                Indexed(
                    $"First{n % 997} Last{n / 997 % 211}",
                    $"S{n % 53}",
                    $"{n}@example.com",
                    new DateOnly(2000, 1, 1).AddDays(n % 9000)
                )
            )
            .ToList();
        var alike = DuplicateSearch.Find(company).Count;
        company.AddRange(company.Take(twins).Select(p => p with { Id = Guid.NewGuid() }).ToArray());
        DuplicateSearch.Find(company).Count.ShouldBeGreaterThanOrEqualTo(alike + twins);
    }

    private static IEnumerable<string> Reasons(IndexedPerson one, IndexedPerson other) =>
        DuplicateSearch.Find([one, other]).ShouldHaveSingleItem().Reasons;

    private static IndexedPerson Indexed(
        string name,
        string site = "BER",
        string? email = null,
        DateOnly? hiredOn = null,
        bool isActive = true,
        DateOnly? leftOn = null
    ) => new(Guid.NewGuid(), site, null, isActive, [], [], SearchWords.KeysOf(name), email, hiredOn, leftOn);
}
