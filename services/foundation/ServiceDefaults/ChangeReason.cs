using System.Reflection;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The parameter of a handler that asks why a change is made. It binds the header <c>X-Reason</c>, which is stored with
/// every event of the request.
/// </summary>
/// <param name="Text">Null where no reason was given.</param>
public sealed record ChangeReason(PersonalText? Text) : IBindableFromHttpContext<ChangeReason>
{
    public const string Header = "X-Reason";

    public static ValueTask<ChangeReason?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(new ChangeReason(context.RequestServices.GetRequiredService<AuditContext>().Metadata.Reason));
}
