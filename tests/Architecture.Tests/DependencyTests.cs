using System.Text.RegularExpressions;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Gateway.OpenApi;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace PeerNetwork.Architecture.Tests;

/// <summary>What the code of one part may use of another.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Analytics = typeof(PeerNetwork.Analytics.Storage).Assembly,
        Engagement = typeof(PeerNetwork.Engagement.Storage).Assembly,
        Enrollment = typeof(PeerNetwork.Enrollment.Storage).Assembly,
        Matching = typeof(PeerNetwork.Matching.Storage).Assembly,
        Engine = typeof(PeerNetwork.Matching.Engine.MatchingProblem).Assembly,
        Gateway = typeof(ServiceDocuments).Assembly,
        Contracts = typeof(PersonRecorded).Assembly,
        EventSourcing = typeof(EventStreams).Assembly,
        Messaging = typeof(ExchangeEncryption).Assembly,
        Defaults = typeof(Roles).Assembly;

    private static readonly Assembly[] Services = [Analytics, Engagement, Enrollment, Matching];

    private static readonly ArchUnitNET.Domain.Architecture All = new ArchLoader()
        .LoadAssemblies([.. Services, Engine, Gateway, Contracts, EventSourcing, Messaging, Defaults])
        .Build();

    public static TheoryData<string, string> PairsOfServices
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var service in Services)
            foreach (var other in Services.Append(Gateway).Where(other => other != service))
                pairs.Add(Name(service), Name(other));
            return pairs;
        }
    }

    [Theory, MemberData(nameof(PairsOfServices))]
    public void A_service_uses_no_type_of_another(string service, string other) =>
        TypesOf(service).Should().NotDependOnAny(TypesOf(other)).Check(All);

    [Fact]
    public void The_gateway_uses_no_type_of_a_service()
    {
        foreach (var service in Services)
            TypesOf(Name(Gateway)).Should().NotDependOnAny(TypesOf(Name(service))).Check(All);
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("MassTransit")]
    public void Event_sourcing_knows_neither_web_nor_messages(string library) =>
        TypesOf(Name(EventSourcing)).Should().NotDependOnAny(TypesIn(library)).Check(All);

    [Theory]
    [InlineData("Marten")]
    [InlineData("MassTransit")]
    [InlineData("Microsoft")]
    [InlineData("PeerNetwork.EventSourcing")]
    public void Contracts_and_the_engine_need_no_library(string library)
    {
        foreach (var assembly in new[] { Contracts, Engine })
            TypesOf(Name(assembly)).Should().NotDependOnAny(TypesIn(library)).Check(All);
    }

    /// <summary>States and events decide and evolve without a database, a request or a message at hand.</summary>
    [Theory]
    [InlineData("Marten")]
    [InlineData("MassTransit")]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Npgsql")]
    public void Events_know_no_infrastructure(string library)
    {
        var kinds = Classes().That().AreAbstract().And().HaveNameMatching("^(?!Replicated).+Event$");
        Classes().That().AreAssignableTo(kinds).Should().NotDependOnAny(TypesIn(library)).Check(All);
    }

    [Fact]
    public void Contracts_are_sealed() => Classes().That().ResideInAssembly(Contracts).Should().BeSealed().Check(All);

    [Fact]
    public void Projections_are_named_so() =>
        Classes()
            .That()
            .AreAssignableTo(typeof(TableProjection))
            .And()
            .AreNotAbstract()
            .Should()
            .HaveNameEndingWith("Projection")
            .Check(All);

    [Fact]
    public void A_consumer_is_named_after_the_message()
    {
        var consumers = new[] { Engagement, Enrollment, Matching }
            .SelectMany(service => service.GetTypes())
            .SelectMany(type => type.GetInterfaces().Select(contract => (Type: type, Contract: contract)))
            .Where(c => c.Contract.IsGenericType && c.Contract.GetGenericTypeDefinition() == typeof(IConsumer<>))
            .ToList();
        consumers.ShouldNotBeEmpty();
        consumers.ShouldAllBe(c => c.Type.Name == $"When{c.Contract.GetGenericArguments()[0].Name}");
    }

    private static GivenTypesConjunctionWithDescription TypesOf(string assembly) =>
        Types().That().ResideInAssemblyMatching($"^{Regex.Escape(assembly)},").As(assembly);

    private static GivenTypesConjunctionWithDescription TypesIn(string library) =>
        Types(includeReferenced: true).That().ResideInNamespaceMatching($"^{Regex.Escape(library)}($|\\.)").As(library);

    private static string Name(Assembly assembly) => assembly.GetName().Name!;
}
