namespace PeerNetwork.Portal.Api
{
    /// <summary>What the API says of a refused request: RFC 9457.</summary>
    public interface IProblem
    {
        /// <summary>What is wrong, and what to change.</summary>
        string Detail { get; }
    }
}

namespace PeerNetwork.Portal.Api.Enrollment
{
    public partial record Problem : IProblem;
}

namespace PeerNetwork.Portal.Api.Matching
{
    public partial record Problem : IProblem;
}

namespace PeerNetwork.Portal.Api.Engagement
{
    public partial record Problem : IProblem;
}

namespace PeerNetwork.Portal.Api.Analytics
{
    public partial record Problem : IProblem;
}
