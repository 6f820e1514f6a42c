using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Installations;

/// <summary>Own figures that were released, and the newest of those that partners released.</summary>
public sealed class SharedFiguresProjection : TableProjection
{
    /// <summary>Stands for this installation, whatever its name is.</summary>
    public const string Own = "";

    public SharedFiguresProjection()
        : base("shared_figures")
    {
        var figures = AddTable("shared_figures");
        figures.AddColumn("id", "uuid").AsPrimaryKey();
        figures.AddColumn("installation", "text").NotNull();
        figures.AddColumn("version", "bigint").NotNull();
        figures.AddColumn("period", "text").NotNull();
        figures.AddColumn("released_at", "timestamptz").NotNull();
        figures.AddColumn("figures", "text").NotNull();
        AddIndex(figures, "shared_figures_by_installation", ["installation", "id"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        var (id, installation, version, figures, releasedAt) = e.Data switch
        {
            FiguresReleased r => (r.Id, Own, 1, r.Figures, r.At),
            FiguresReceived r => (r.Id, r.Installation, r.Version, r.Figures, r.ReleasedAt),
            _ => default,
        };
        if (figures is null)
            return;
        operations.QueueSql(
            $"""
            insert into shared_figures as t (id, installation, version, period, released_at, figures)
            values ({id}, {installation}, {version}, {figures.Period}, {releasedAt}, {figures.ToJson()})
            on conflict (id) do update set (version, released_at, figures)
                = (excluded.version, excluded.released_at, excluded.figures)
            where excluded.version > t.version
            """
        );
    }
}

/// <summary>A row of the table.</summary>
/// <param name="Figures">The JSON of <see cref="ProgramFigures"/>.</param>
internal sealed record SharedFiguresRow(
    Guid Id,
    string Installation,
    long Version,
    DateTimeOffset ReleasedAt,
    string Figures
);
