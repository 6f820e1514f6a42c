using PeerNetwork.AppHost.Resources;

namespace PeerNetwork.AppHost;

/// <summary>
/// The platform on one machine, in the order in which it starts. A resource waits for all that it is given.
/// </summary>
internal static class Graph
{
    public static void Describe(PlatformBuilder platform)
    {
        var postgres = platform.AddPostgres("postgres");
        var rabbitmq = platform.AddRabbitMq("rabbitmq");

        var enrollment = platform
            .AddService("enrollment")
            .WithDatabase(postgres)
            .WithBroker(rabbitmq)
            .WithExchangeKey();
        var matching = platform.AddService("matching").WithDatabase(postgres).WithBroker(rabbitmq).WithExchangeKey();
        var engagement = platform.AddService("engagement").WithDatabase(postgres).WithBroker(rabbitmq);
        var analytics = platform.AddService("analytics").WithDatabase(postgres).WithBroker(rabbitmq);

        platform.AddGateway("gateway").InFrontOf(enrollment, matching, engagement, analytics);
    }
}
