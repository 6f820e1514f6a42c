namespace PeerNetwork.AppHost.Hosting;

internal static class SecretExtensions
{
    /// <summary>An environment variable that the dashboard does not show.</summary>
    public static IResourceBuilder<ProjectResource> WithSecret(
        this IResourceBuilder<ProjectResource> project,
        string variable,
        string value
    ) =>
        project.WithEnvironment(context =>
            context.EnvironmentVariables[variable] = new ParameterResource(variable, _ => value, secret: true)
        );
}
