using FluentValidation;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

/// <summary>A job beside the main one in a request.</summary>
/// <param name="Manager">The id of the manager.</param>
/// <param name="Share">In percent of full time, 1 to 150.</param>
public sealed record OtherJobRequest(
    string? SiteCode = null,
    string? Department = null,
    Guid? Manager = null,
    string? JobTitle = null,
    int? Share = null
)
{
    public sealed class Validator : AbstractValidator<OtherJobRequest>
    {
        public Validator()
        {
            RuleFor(j => j.Department).Line(100).NoFormula();
            RuleFor(j => j.JobTitle).Line().NoFormula();
            RuleFor(j => j.Share).InclusiveBetween(WorkingTime.Min, WorkingTime.Max).WithMessage(WorkingTime.Message);
        }
    }

    public OtherJob ToJob() =>
        new(SiteCode, Department, Manager is { } manager ? new PersonId(manager) : null, JobTitle, Share);

    /// <summary>Two people may manage each other in different jobs, so that lines are not followed here.</summary>
    /// <exception cref="InvalidFieldException">A site or a manager is not known.</exception>
    public static async Task Require(
        IReadOnlyList<OtherJobRequest> jobs,
        Guid person,
        ReadModels models,
        CancellationToken ct
    )
    {
        var managers = jobs.Select(j => j.Manager).OfType<Guid>().ToArray();
        if (managers.Contains(person))
            throw new InvalidFieldException("otherJobs", "must not name the person as a manager");
        if (!await PeopleProjection.AreKnown(models, managers, ct))
            throw new InvalidFieldException("otherJobs", "must name managers by the ids of people");
        var codes = jobs.Select(j => j.SiteCode).OfType<string>().ToArray();
        if (codes is not [] && codes.Except((await SitesProjection.LoadAll(models, ct)).Select(s => s.Code)).Any())
            throw new InvalidFieldException("otherJobs", "must name known sites");
    }
}
