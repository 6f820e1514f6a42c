using FluentValidation;
using NodaTime;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>Whether the mapping can be right, whatever the file holds.</summary>
public sealed class RosterMappingValidator : AbstractValidator<RosterMapping>
{
    private const int MaxSites = 2_000;

    public RosterMappingValidator()
    {
        RuleFor(m => m.Delimiter)
            .Must(delimiter => delimiter is [not ('"' or '\r' or '\n')])
            .WithMessage("must be one character");
        RuleFor(m => m.Fields.EmployeeNumber)
            .NotNull()
            .WithMessage("must be mapped, or key.fromLine be true")
            .When(m => !m.Key.FromLine);
        RuleFor(m => m.Key.Prefix)
            .Must(prefix => prefix.Length <= 32 && prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            .WithMessage("must have up to 32 letters, digits, '-' or '_'");
        RuleFor(m => m.Fields.Site).NotNull().WithMessage("must be mapped");
        RuleFor(m => m.AsOf).Day();
        RuleFor(m => m.AsOf)
            .NotNull()
            .WithMessage("must be given with yearsInCompany")
            .When(m => m.Fields.YearsInCompany is not null);
        RuleFor(m => m.Fields.YearsInCompany)
            .Null()
            .WithMessage("must not be mapped beside hiredOn")
            .When(m => m.Fields.HiredOn is not null);
        RuleFor(m => m.FullTime).InclusiveBetween(0.01m, 1000);
        RuleFor(m => m.Fields.Subject)
            .Null()
            .WithMessage("must not be mapped beside subjectIsEmployeeNumber")
            .When(m => m.SubjectIsEmployeeNumber);
        RuleFor(m => m.Sites)
            .Must(sites =>
                sites.Count <= MaxSites
                && sites.All(s => s is not null)
                && sites.DistinctBy(s => s.Code).Count() == sites.Count
            )
            .WithMessage($"must be up to {MaxSites} sites with different codes");
        RuleForEach(m => m.Fields.MappedFields)
            .OverrideIndexer((_, _, mapped, _) => $".{mapped.Field}")
            .Must(mapped => mapped.Source.IsValid)
            .WithMessage(
                "must have one of column, columns and constant; values and otherwise go with a column; "
                    + "what they say is a line"
            )
            .OverridePropertyName("fields");
        RuleForEach(m => m.Sites).OverrideIndexer((_, _, _, _) => "").SetValidator(new SiteRecordValidator());
    }
}

public sealed class SiteRecordValidator : AbstractValidator<SiteRecord>
{
    public SiteRecordValidator()
    {
        RuleFor(s => s.Code)
            .Must(code =>
                code is { Length: > 0 and <= 32 }
                && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            )
            .WithMessage("must have 1 to 32 letters, digits, '-', '_' or '.'");
        RuleFor(s => s.Name).Line();
        RuleFor(s => s.TimeZone)
            .Must(zone => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null)
            .WithMessage("must be an IANA time zone, which '{PropertyValue}' is not");
        RuleFor(s => s.Country)
            .Must(country => country is null || (country.Length == 2 && country.All(char.IsAsciiLetterUpper)))
            .WithMessage("must be an ISO 3166-1 alpha-2 code such as \"DE\"");
    }
}
