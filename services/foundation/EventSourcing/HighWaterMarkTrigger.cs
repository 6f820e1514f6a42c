using Marten;
using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql.Functions;
using Weasel.Postgresql.Triggers;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Before the daemon passes over a sequence number without an event, every append that may still use it ends.
/// </summary>
/// <remarks>
/// Marten 9.58 takes such a number for unused when each transaction that began before its reading of the newest number
/// has ended. A transaction that begins and takes its number during this reading is not among them: its events would
/// reach no projection. An append writes the version of its stream before it takes a number, so a share lock on the
/// streams waits for it. What it has committed by then is below the new mark, and shards read it.
/// </remarks>
internal sealed class HighWaterMarkTrigger(string schema, StoreOptions options)
    : FeatureSchemaBase("high_water_mark_trigger", options.Advanced.Migrator)
{
    protected override IEnumerable<ISchemaObject> schemaObjects()
    {
        yield return Function.ForSql(
            $"""
            CREATE OR REPLACE FUNCTION {schema}.end_appends_before_gap()
             RETURNS trigger
             LANGUAGE plpgsql
             SET lock_timeout TO '1s'
            AS $function$
            declare
                -- An upsert comes as an insert first, which has no old row.
                mark bigint := coalesce(
                    (select last_seq_id from {schema}.mt_event_progression where name = new.name), 0);
            begin
                if (select count(*) from {schema}.mt_events where seq_id > mark and seq_id <= new.last_seq_id)
                    < new.last_seq_id - mark
                then
                    lock table {schema}.mt_streams in share mode;
                end if;
                return new;
            end
            $function$;
            """
        );
        // Written as PostgreSQL shows it, so that a comparison of the schemas finds no difference.
        yield return new Trigger(
            $"{schema}.end_appends_before_gap",
            $"{schema}.mt_event_progression",
            "end_appends_before_gap()"
        )
        {
            Timing = TriggerTiming.Before,
            Events = TriggerEvents.Insert | TriggerEvents.Update,
            ForEachRow = true,
            Condition = "((new.name)::text = 'HighWaterMark'::text)",
        };
    }
}
