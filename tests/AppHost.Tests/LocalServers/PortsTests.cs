using System.Net;
using System.Net.Sockets;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Tests.LocalServers;

public class PortsTests
{
    [Fact]
    public void A_remembered_port_is_taken_again_while_it_is_free()
    {
        var port = Ports.Choose(1)[0];

        Ports.Choose(2, port).ShouldContain(port);
        Ports.Choose(2, port).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void A_remembered_port_that_another_holds_is_left_to_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var held = ((IPEndPoint)other.LocalEndpoint).Port;

        var chosen = Ports.Choose(1, held)[0];

        chosen.ShouldNotBe(held);
        Ports.IsFree(chosen).ShouldBeTrue();
    }
}
