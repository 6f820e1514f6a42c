using PeerNetwork.Testing;

namespace PeerNetwork.Deploy.Tests;

/// <summary>The program helm, in the folder of the variable <c>HELM_FOLDER</c> or in <c>PATH</c>.</summary>
internal static class Helm
{
    public const string Namespace = "mentoring",
        Release = "peernetwork",
        FolderVariable = "HELM_FOLDER";

    public static string Chart { get; } = Path.Combine(Repository.Root, "deploy", "helm", "peernetwork");

    /// <summary>Null if it is not installed.</summary>
    public static string? Program { get; } = ExternalProgram.Find("helm", FolderVariable, "PATH");

    /// <summary>Renders the chart with a value file of the chart and further arguments.</summary>
    public static ProgramResult Template(string values, params string[] arguments) =>
        Run([
            "template",
            Release,
            Chart,
            "--namespace",
            Namespace,
            "--values",
            Path.Combine(Chart, values),
            .. arguments,
        ]);

    public static ProgramResult Run(params string[] arguments) =>
        ExternalProgram.Run(Program ?? throw new InvalidOperationException("helm is not installed."), arguments);

    internal static string? ReasonToSkip =>
        Program is null ? $"helm is neither in {FolderVariable} nor in PATH." : null;
}

/// <summary>A test that needs helm; it is reported as skipped where helm is missing.</summary>
internal sealed class HelmFactAttribute : FactAttribute
{
    public HelmFactAttribute() => Skip = Helm.ReasonToSkip;
}

/// <inheritdoc cref="HelmFactAttribute"/>
internal sealed class HelmTheoryAttribute : TheoryAttribute
{
    public HelmTheoryAttribute() => Skip = Helm.ReasonToSkip;
}
