using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Scim.Users;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>
/// Takes in a company's HR file: people and sites are added and changed, lines with errors are named, the others are
/// written.
/// </summary>
/// <remarks>Sending the same file again writes nothing; after a crash half way it writes the rest.</remarks>
public static class UploadRoster
{
    private const int StreamsPerTransaction = 500,
        MaxChanges = 500,
        MaxErrors = 1000,
        MaxMappingLength = 1_000_000;

    /// <summary>The field of the form that is JSON.</summary>
    public sealed record Form(RosterMapping Mapping);

    public sealed class Validator : AbstractValidator<Form>
    {
        public Validator() => RuleFor(f => f.Mapping).SetValidator(new RosterMappingValidator());
    }

    /// <param name="Lines">How many lines the file has below its header.</param>
    /// <param name="Erased">How many lines name people whose personal data was erased; they are skipped.</param>
    /// <param name="Changes">For a dry run, what would change, field by field; a person who is added or leaves is one
    /// entry.</param>
    /// <param name="ChangesOmitted">How many further changes are not listed.</param>
    /// <param name="Errors">Lines that are not written, and what to change there.</param>
    /// <param name="ErrorsOmitted">How many further errors are not listed.</param>
    public sealed record Response(
        bool DryRun,
        int Lines,
        int Added,
        int Changed,
        int Left,
        int Unchanged,
        int Erased,
        int SitesAdded,
        int SitesChanged,
        IReadOnlyList<FieldChange> Changes,
        int ChangesOmitted,
        IReadOnlyList<LineError> Errors,
        int ErrorsOmitted
    );

    public static async Task<Ok<Response>> Handle(
        IFormFile file,
        [FromForm] string mapping,
        IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json,
        IValidator<Form> validator,
        EventStreams events,
        ReadModels models,
        AccountIds accounts,
        UserKeyIndex keys,
        TimeProvider clock,
        CancellationToken ct,
        bool dryRun = false
    )
    {
        var understood = Parse(mapping, json.Value.SerializerOptions);
        validator.ValidateAndThrow(new(understood));
        var roster = RosterFile.Parse(await BytesOf(file, ct), understood);
        var now = clock.GetUtcNow();
        // People before sites: another upload may be adding both, and a person must not be at an unknown site.
        var people = await PeopleProjection.LoadAll(models, ct);
        var sites = (await SitesProjection.LoadAll(models, ct)).Select(s => new Site(
            new(s.Id),
            s.Code,
            s.Name,
            s.TimeZone,
            s.Country
        ));
        var plan = RosterPlan.Of(
            roster,
            understood,
            [.. sites],
            people,
            new(accounts.Of, keys.OfEmployeeNumber, await PeopleProjection.LoadErasedNumbers(models, ct)),
            () => Guid.CreateVersion7(now),
            now
        );
        if (!dryRun)
            await Write(plan, events, now, ct);
        return TypedResults.Ok(ResponseOf(plan, roster, dryRun));
    }

    private static RosterMapping Parse(string mapping, JsonSerializerOptions json)
    {
        if (mapping.Length > MaxMappingLength)
            throw new InvalidFieldException("mapping", $"must have up to {MaxMappingLength} characters");
        try
        {
            return JsonSerializer.Deserialize<RosterMapping>(mapping, json) ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new DomainException(
                DomainError.Invalid,
                "The mapping is not JSON of the documented form; "
                    + $"look at {e.Path ?? "its beginning"}, line {e.LineNumber + 1 ?? 1}."
            );
        }
    }

    private static async Task<byte[]> BytesOf(IFormFile file, CancellationToken ct)
    {
        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }

    private static async Task Write(RosterPlan plan, EventStreams events, DateTimeOffset now, CancellationToken ct)
    {
        await events.Update(
            async writes =>
            {
                foreach (var (id, known, entry) in plan.Sites)
                {
                    var site = known is null ? null : await writes.Fetch<Site, SiteEvent>(id.Value, Site.Evolve);
                    writes.Append<Site, SiteEvent>(id.Value, RecordSite.Decide(site, id, entry, now));
                }
            },
            ct
        );
        await events.Commit(ct);
        foreach (var batch in plan.People.Chunk(StreamsPerTransaction))
        {
            await events.Update(writes => Record(batch, writes, now), ct);
            await events.Commit(ct);
        }

        foreach (var batch in plan.Leavers.Chunk(StreamsPerTransaction))
        {
            await events.Update(writes => Leave(batch, writes, now), ct);
            await events.Commit(ct);
        }
    }

    private static async Task Record(PlannedPerson[] people, StreamWrites writes, DateTimeOffset now)
    {
        foreach (var (id, isNew, entry) in people)
        {
            var person = isNew ? null : await writes.Fetch<Person, PersonEvent>(id.Value, Person.Evolve);
            writes.Append<Person, PersonEvent>(id.Value, RecordPerson.Decide(person, id, entry, now));
        }
    }

    private static async Task Leave(PersonId[] people, StreamWrites writes, DateTimeOffset now)
    {
        foreach (var id in people)
        {
            var person = await writes.Fetch<Person, PersonEvent>(id.Value, Person.Evolve);
            writes.Append<Person, PersonEvent>(id.Value, RecordDeparture.Decide(person, now));
        }
    }

    private static Response ResponseOf(RosterPlan plan, RosterFile roster, bool dryRun)
    {
        var added = plan.Changes.Count(c => c.Field == "added");
        IReadOnlyList<FieldChange> changes = dryRun ? plan.Changes : [];
        return new(
            dryRun,
            roster.Records.Count,
            added,
            plan.People.Count - added,
            plan.Leavers.Count,
            plan.Unchanged,
            plan.Erased,
            plan.Sites.Count(s => s.Known is null),
            plan.Sites.Count(s => s.Known is not null),
            [.. changes.Take(MaxChanges)],
            Math.Max(0, changes.Count - MaxChanges),
            [.. plan.Errors.Take(MaxErrors)],
            Math.Max(0, plan.Errors.Count - MaxErrors)
        );
    }
}
