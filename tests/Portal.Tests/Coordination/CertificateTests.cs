using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Tests.Coordination;

public class CertificateTests : Component
{
    private static readonly Guid Run = Guid.NewGuid();

    [Theory]
    [InlineData(true, true, true, "The same result again, to the last byte.")]
    [InlineData(false, true, true, "The people or the rules on record are not those of this result.")]
    [InlineData(true, false, false, "There are other pairs this time.")]
    [InlineData(true, true, false, "The pairs are the same, but their points or reasons are not.")]
    [InlineData(true, true, null, "The pairs are the same, but their points or reasons are not.")]
    public void What_differs_when_a_result_is_computed_again_is_said(
        bool sameInputs,
        bool samePairs,
        bool? sameBytes,
        string outcome
    )
    {
        using var api = new FakeApi(Reproduction(sameInputs, samePairs, sameBytes));

        Reproduce(api).WaitForElement(".mud-alert").TextContent.Trim().ShouldBe(outcome);

        api.Requests.ShouldHaveSingleItem().Request.ShouldBe($"POST /runs/{Run}/reproduce");
    }

    [Fact]
    public void Another_version_of_the_solver_is_named()
    {
        using var api = new FakeApi(Reproduction(true, false, false, now: "3"));

        Reproduce(api)
            .WaitForElement(".mud-alert")
            .TextContent.ShouldContain("The matcher had version 2 then and has 3 now.");
    }

    [Fact]
    public void A_stable_result_is_checked_for_pairs_that_would_rather_have_each_other()
    {
        using var api = new FakeApi(
            FakeApi.Json(
                new
                {
                    holds = true,
                    sentence = "It is stable.",
                    blockingPairs = 0,
                }
            )
        );
        Services.AddKeyedSingleton(ApiClients.Computations, new MatchingClient(api.Client));
        var certificate = Render<Portal.Coordination.Certificate>(p =>
            p.Add(c => c.Run, Run).Add(c => c.Variant, 2).Add(c => c.Method, MatchingMethod.StableForMentors)
        );
        certificate.Find("p").TextContent.ShouldStartWith("A stable result is checked pair by pair");

        Click(certificate, "Check the proof");

        certificate
            .WaitForElement(".mud-alert")
            .TextContent.ShouldContain("Pairs who would both rather have each other: 0.");
    }

    private IRenderedComponent<Portal.Coordination.Certificate> Reproduce(FakeApi api)
    {
        Services.AddKeyedSingleton(ApiClients.Computations, new MatchingClient(api.Client));
        var certificate = Render<Portal.Coordination.Certificate>(p => p.Add(c => c.Run, Run).Add(c => c.Variant, 2));
        Click(certificate, "Compute it again");
        return certificate;
    }

    private static HttpResponseMessage Reproduction(
        bool sameInputs,
        bool samePairs,
        bool? sameBytes,
        string now = "2"
    ) =>
        FakeApi.Json(
            new
            {
                sameInputs,
                samePairs,
                sameBytes,
                storedHash = "a",
                reproducedHash = "b",
                solverVersion = now,
                storedSolverVersion = "2",
            }
        );
}
