-- The stored form of event streams is Marten's; what Marten does not know has names of its own.
create schema if not exists {schema};
create schema if not exists read_models;

create table if not exists {schema}.mt_streams (
    id          uuid        not null constraint mt_streams_pkey primary key,
    type        varchar     null,
    version     bigint      null,
    timestamp   timestamptz not null default now(),
    created     timestamptz not null default now(),
    tenant_id   varchar     null default '*DEFAULT*',
    is_archived boolean     null default false
);

create sequence if not exists {schema}.mt_events_sequence cache 1;

create table if not exists {schema}.mt_events (
    seq_id         bigint       not null constraint mt_events_pkey primary key,
    id             uuid         not null,
    stream_id      uuid         null constraint fkey_mt_events_stream_id references {schema}.mt_streams (id) on delete cascade,
    version        bigint       not null,
    data           jsonb        not null,
    bdata          bytea        null,
    type           varchar(500) not null,
    timestamp      timestamptz  not null default now(),
    tenant_id      varchar      null default '*DEFAULT*',
    correlation_id varchar      null,
    causation_id   varchar      null,
    headers        jsonb        null,
    mt_dotnet_type varchar      null,
    is_archived    boolean      null default false
);
create unique index if not exists pk_mt_events_stream_and_version on {schema}.mt_events (stream_id, version);

create table if not exists {schema}.mt_event_progression (
    name         varchar     not null constraint mt_event_progression_pkey primary key,
    last_seq_id  bigint      null,
    last_updated timestamptz null default now()
);

create table if not exists {schema}.inbox (
    message_id uuid        not null,
    consumer   text        not null,
    handled_at timestamptz not null default now(),
    constraint inbox_pkey primary key (message_id, consumer)
);

-- One wrapped key for each person whose words are sealed here; a null key is an erased person.
create table if not exists {schema}.personal_keys (
    owner   uuid        not null constraint personal_keys_pkey primary key,
    wrapped bytea       null,
    created timestamptz not null default now(),
    erased  timestamptz null
);

create table if not exists {schema}.projections (
    name       text not null constraint projections_pkey primary key,
    definition text not null
);

-- Appends to any number of streams, all or nothing. The stream row comes first: it serialises the writers of one stream,
-- so that a later version always has a later seq_id, and it gives the transaction its id before it draws a sequence number,
-- which the safe mark of the readers relies on. Callers pass streams in id order, so writers never deadlock.
create or replace function {schema}.append_events(
    streams uuid[], stream_types text[], expected bigint[], reached bigint[],
    event_ids uuid[], event_streams uuid[], event_versions bigint[], event_data jsonb[], event_types text[], dotnet_types text[],
    event_times timestamptz[], correlations text[], causations text[], metadata jsonb[]) returns void language plpgsql as $$
declare at constant timestamptz := event_times[1];
begin
    for i in 1 .. cardinality(streams) loop
        if expected[i] = 0 then
            insert into {schema}.mt_streams (id, type, version, timestamp, created) values (streams[i], stream_types[i], reached[i], at, at);
            continue;
        end if;
        update {schema}.mt_streams set version = reached[i], timestamp = at where id = streams[i] and version = expected[i];
        if not found then
            raise exception 'stream % is not at version %', streams[i], expected[i] using errcode = 'PN409', constraint = streams[i]::text;
        end if;
    end loop;

    insert into {schema}.mt_events (seq_id, id, stream_id, version, data, type, timestamp, correlation_id, causation_id, headers, mt_dotnet_type)
    select nextval('{schema}.mt_events_sequence'), e.*
    from unnest(event_ids, event_streams, event_versions, event_data, event_types, event_times, correlations, causations, metadata, dotnet_types) e;
end $$;

-- Moves a subscription on, if it still stands where its reader thinks: a reader that lost its lock to another cannot commit.
create or replace function {schema}.move_position(subscription text, from_seq bigint, to_seq bigint) returns void language plpgsql as $$
begin
    update {schema}.mt_event_progression set last_seq_id = to_seq, last_updated = now() where name = subscription and last_seq_id = from_seq;
    if not found then
        raise exception 'subscription % no longer stands at %', subscription, from_seq using errcode = 'PN410';
    end if;
end $$;
