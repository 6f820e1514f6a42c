using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Connections;

/// <summary>
/// The people who are open to connections, with what they chose to show. Those are missing with whom the reader is
/// connected or has an open request, and those who take no requests from the reader.
/// </summary>
public static class ListOpenPeople
{
    /// <summary>
    /// What people offer and want is encrypted, so the database does not search it: a page reads at most so many
    /// people, and may have fewer hits than it could hold.
    /// </summary>
    private const int BatchSize = 200,
        MaxBatches = 10;

    private const int MaxFilterLength = 100;

    /// <param name="Id">The person.</param>
    /// <param name="Note">What the person likes to talk about.</param>
    /// <param name="MaxMinutesPerMonth">The most that a request may ask for; null where the person has not
    /// said.</param>
    /// <param name="SkillsOffered">Null where the person does not show skills.</param>
    /// <param name="SkillsWanted">Null where the person does not show skills.</param>
    /// <param name="Interests">Null where the person does not show them.</param>
    public sealed record OpenPerson(
        Guid Id,
        string SiteCode,
        string? Note,
        int? MaxMinutesPerMonth,
        IReadOnlyList<string>? SkillsOffered,
        IReadOnlyList<string>? SkillsWanted,
        IReadOnlyList<string>? Interests
    );

    private sealed record PersonRow(
        Guid Id,
        string SiteCode,
        PersonalText? Note,
        int? MaxMinutes,
        bool ShowsSkills,
        bool ShowsInterests,
        PersonalValue<PersonDescription>? Description
    )
    {
        public OpenPerson ToView()
        {
            var known = Description?.Value;
            return new(
                Id,
                SiteCode,
                Note?.Text,
                MaxMinutes,
                ShowsSkills ? Names(known?.SkillsOffered) : null,
                ShowsSkills ? Names(known?.SkillsWanted) : null,
                ShowsInterests ? known?.Interests ?? [] : null
            );
        }

        private static string[] Names(IReadOnlyList<SkillRecorded>? skills) =>
            [.. (skills ?? []).Select(skill => skill.Skill)];
    }

    /// <param name="offers">Only people who show that they offer this skill.</param>
    /// <param name="wants">Only people who show that they want this skill.</param>
    /// <param name="interest">Only people who show this interest.</param>
    /// <param name="site">Only people of this site.</param>
    public static async Task<Ok<PageResponse<OpenPerson>>> Handle(
        string? offers,
        string? wants,
        string? interest,
        string? site,
        Paging paging,
        ClaimsPrincipal user,
        ReadModels tables,
        CancellationToken ct
    )
    {
        RequireShort("offers", offers);
        RequireShort("wants", wants);
        RequireShort("interest", interest);
        var (me, limit) = (user.Id(), paging.Request.Limit);
        var (found, after) = (new List<OpenPerson>(), paging.Request.After);
        for (var batch = 0; batch < MaxBatches && found.Count <= limit && (batch == 0 || after is not null); batch++)
        {
            var page = await ReadBatch(tables, me, site, after, ct);
            found.AddRange(
                page.Items.Select(row => row.ToView())
                    .Where(person =>
                        Has(person.SkillsOffered, offers)
                        && Has(person.SkillsWanted, wants)
                        && Has(person.Interests, interest)
                    )
            );
            after = page.Next;
        }

        var next = found.Count > limit ? found[limit - 1].Id : after;
        return paging.ToResponse(new Page<OpenPerson>([.. found.Take(limit)], next));
    }

    private static Task<Page<PersonRow>> ReadBatch(
        ReadModels tables,
        Guid me,
        string? site,
        Guid? after,
        CancellationToken ct
    ) =>
        tables.Page<PersonRow>(
            $"""
            select o.id, w.data ->> 'siteCode' as site_code, o.note, o.max_minutes, o.shows_skills, o.shows_interests,
                w.data -> 'description' as description
            from open_to_connections o
            cross join lateral (select * from mt_doc_personreplica where id = o.id limit 1) w
            where o.id <> {me} and w.active and not w.on_leave and {PersonReplica.IsStaff}
                and ({site}::text is null or w.data ->> 'siteCode' = {site}::text)
                and not exists (select from connection_blocks b where b.person = o.id and b.blocked = {me})
                and not exists (select from connection_blocks b where b.person = {me} and b.blocked = o.id)
                and not exists (select from connections c where c.low = least(o.id, {me})
                    and c.high = greatest(o.id, {me}) and c.open)
            """,
            new PageRequest(after, BatchSize),
            row => row.Id,
            ct
        );

    private static bool Has(IReadOnlyList<string>? shown, string? wanted) =>
        string.IsNullOrWhiteSpace(wanted) || shown?.Contains(wanted.Trim(), StringComparer.OrdinalIgnoreCase) is true;

    private static void RequireShort(string field, string? text)
    {
        if (text?.Length > MaxFilterLength)
            throw new InvalidFieldException(field, $"must have at most {MaxFilterLength} characters");
    }
}
