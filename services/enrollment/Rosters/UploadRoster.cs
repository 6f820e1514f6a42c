using System.Security.Claims;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.Syncs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>
/// Takes in a company's HR file: people and sites are added and changed, lines with errors are named, the others are
/// written.
/// </summary>
/// <remarks>Sending the same file again writes nothing; after a crash half way it writes the rest.</remarks>
public static class UploadRoster
{
    private const int MaxChanges = 500,
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
    /// <param name="Merged">How many lines are of records that do not speak any more since a merge; they are
    /// skipped.</param>
    /// <param name="Changes">For a dry run, what would change, field by field; a person who is added or leaves is one
    /// entry.</param>
    /// <param name="ChangesOmitted">How many further changes are not listed.</param>
    /// <param name="Errors">Lines that are not written, and what to change there.</param>
    /// <param name="ErrorsOmitted">How many further errors are not listed.</param>
    /// <param name="Sync">The sync that waits for an approval, with status 202: more people would leave than the
    /// settings permit, or the request asks for it. Nothing is written before. Null where the file is written.</param>
    public sealed record Response(
        bool DryRun,
        int Lines,
        int Added,
        int Changed,
        int Left,
        int Unchanged,
        int Erased,
        int Merged,
        int SitesAdded,
        int SitesChanged,
        IReadOnlyList<FieldChange> Changes,
        int ChangesOmitted,
        IReadOnlyList<LineError> Errors,
        int ErrorsOmitted,
        Guid? Sync = null
    );

    /// <param name="needsApproval">The file is held until its changes are approved.</param>
    public static async Task<Results<Ok<Response>, Accepted<Response>>> Handle(
        IFormFile file,
        [FromForm] string mapping,
        [FromForm] bool? needsApproval,
        IOptions<JsonOptions> json,
        IValidator<Form> validator,
        ClaimsPrincipal user,
        RosterPlanner planner,
        UploadedRosters uploads,
        CancellationToken ct,
        bool dryRun = false
    )
    {
        var understood = Parse(mapping, json.Value.SerializerOptions);
        validator.ValidateAndThrow(new(understood));
        var bytes = await BytesOf(file, ct);
        var table = RosterFile.Parse(bytes, understood);
        var plan = await planner.Plan(table, understood, ct);
        var response = ResponseOf(plan, table, dryRun);
        if (dryRun)
            return TypedResults.Ok(response);
        var upload = new StagedUpload(understood, bytes);
        var held = await uploads.WriteOrHold(upload, table, plan, needsApproval is true, user.Id(), ct);
        return held is { } sync
            ? TypedResults.Accepted($"/syncs/{sync.Value}", response with { Sync = sync.Value })
            : TypedResults.Ok(response);
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

    private static Response ResponseOf(RosterPlan plan, RosterTable roster, bool dryRun)
    {
        var added = plan.Changes.Count(c => c.Field == FieldChange.Added);
        IReadOnlyList<FieldChange> changes = dryRun ? plan.Changes : [];
        return new(
            dryRun,
            roster.Records.Count,
            added,
            plan.People.Count - added,
            plan.Leavers.Count,
            plan.Unchanged,
            plan.Erased,
            plan.Merged,
            plan.Sites.Count(s => s.Known is null),
            plan.Sites.Count(s => s.Known is not null),
            [.. changes.Take(MaxChanges)],
            Math.Max(0, changes.Count - MaxChanges),
            [.. plan.Errors.Take(MaxErrors)],
            Math.Max(0, plan.Errors.Count - MaxErrors)
        );
    }
}
