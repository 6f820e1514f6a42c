using static PeerNetwork.Enrollment.Scim.Protocol.AttributeFactory;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>The core schema of users and its extensions: RFC 7643 sections 4.1 and 4.3, and ours.</summary>
public static class UserSchemas
{
    public static ScimSchema Core { get; } =
        new(
            ScimUrns.User,
            "User",
            "User Account",
            [
                Text("userName", "The name by which the user signs in, unique in the company") with
                {
                    Required = true,
                    Uniqueness = Uniqueness.Server,
                },
                Complex(
                    "name",
                    "The parts of the name",
                    Text("formatted", "The full name"),
                    Text("familyName", "The family name"),
                    Text("givenName", "The given name"),
                    Text("middleName", "The middle names"),
                    Text("honorificPrefix", "The title in front of the name"),
                    Text("honorificSuffix", "What follows the name")
                ),
                Text("displayName", "The name as others read it"),
                Text("nickName", "The casual name"),
                Reference("profileUrl", "A page about the user", "external"),
                Text("title", "The job title"),
                Text("userType", "How the user is related to the company"),
                Text("preferredLanguage", "The preferred language, as in Accept-Language"),
                Text("locale", "The language tag for formats"),
                Text("timezone", "The IANA name of the time zone"),
                Boolean("active", "Whether the user is active"),
                Text("password", "Accepted and never stored") with
                {
                    CaseExact = true,
                    Mutability = Mutability.WriteOnly,
                    Returned = Returned.Never,
                    IsDiscarded = true,
                },
                MultiValued(
                    "emails",
                    "The e-mail addresses",
                    Text("value", "The e-mail address"),
                    Display,
                    TypeOf("work", "home", "other"),
                    Primary
                ) with
                {
                    HasUniqueTypes = true,
                },
                MultiValued(
                    "phoneNumbers",
                    "The telephone numbers",
                    Text("value", "The telephone number"),
                    Display,
                    TypeOf("work", "home", "mobile", "fax", "pager", "other"),
                    Primary
                ) with
                {
                    HasUniqueTypes = true,
                },
                MultiValued(
                    "ims",
                    "The addresses for instant messages",
                    Text("value", "The address"),
                    Display,
                    TypeOf("aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"),
                    Primary
                ) with
                {
                    HasUniqueTypes = true,
                },
                MultiValued(
                    "photos",
                    "The addresses of photos",
                    Reference("value", "The address of the photo", "external") with
                    {
                        CaseExact = true,
                    },
                    Display,
                    TypeOf("photo", "thumbnail"),
                    Primary
                ) with
                {
                    HasUniqueTypes = true,
                },
                MultiValued(
                    "addresses",
                    "The postal addresses",
                    Text("formatted", "The address as on an envelope"),
                    Text("streetAddress", "Street and number"),
                    Text("locality", "The city"),
                    Text("region", "The state or region"),
                    Text("postalCode", "The postal code"),
                    Text("country", "The country, ISO 3166-1 alpha-2"),
                    TypeOf("work", "home", "other"),
                    Primary
                ) with
                {
                    HasUniqueTypes = true,
                },
                Groups,
                MultiValued(
                    "entitlements",
                    "What the user may use",
                    Text("value", "The name"),
                    Display,
                    TypeOf(),
                    Primary
                ),
                MultiValued("roles", "The roles of the user", Text("value", "The name"), Display, TypeOf(), Primary),
            ]
        );

    public static ScimSchema Enterprise { get; } =
        new(
            ScimUrns.EnterpriseUser,
            "EnterpriseUser",
            "Enterprise User",
            [
                Text("employeeNumber", "The number that the company gives"),
                Text("costCenter", "The cost center"),
                Text("organization", "The organization"),
                Text("division", "The division"),
                Text("department", "The department"),
                Complex(
                    "manager",
                    "The user's manager",
                    Text("value", "The id of the manager's User resource") with
                    {
                        CaseExact = true,
                    },
                    Reference("$ref", "The address of the manager's User resource", "User") with
                    {
                        Mutability = Mutability.ReadOnly,
                    },
                    Text("displayName", "The manager's displayName") with
                    {
                        Mutability = Mutability.ReadOnly,
                    }
                ),
            ]
        );

    public static ScimSchema Work { get; } =
        new(
            ScimUrns.WorkUser,
            "WorkUser",
            "The work of a user, as matching needs it",
            [
                Text("site", "The code of the site"),
                Integer("level", "The level or grade, higher is more senior"),
                Integer("workingTime", "The working time in percent of full time, 1 to 150"),
                Text("workMode", "Where the user works most of the time") with
                {
                    CanonicalValues = ["onSite", "hybrid", "remote"],
                    IsCanonicalOnly = true,
                },
                MultiValued(
                    "otherJobs",
                    "The jobs that the user holds beside the main one",
                    Text("site", "The code of the site"),
                    Text("department", "The department"),
                    Text("manager", "The id of the manager's User resource") with
                    {
                        CaseExact = true,
                    },
                    Text("title", "The job title"),
                    Integer("share", "The share of the job in percent of full time, 1 to 150")
                ),
                Timestamp("hireDate", "The first day in the company; its time does not count"),
                Text("kind", "How the user works for the company") with
                {
                    CanonicalValues = ["employee", "contractor", "guest", "alumnus", "partner"],
                    IsCanonicalOnly = true,
                },
                Text("effectiveOn", "The first day for which the request holds, such as 2027-04-01") with
                {
                    Mutability = Mutability.WriteOnly,
                    Returned = Returned.Never,
                },
                ScheduledChanges,
            ]
        );

    private static ScimAttribute ScheduledChanges =>
        ReadOnly(
            MultiValued(
                "scheduledChanges",
                "What requests with effectiveOn have changed for later days",
                Text("day", "The first day for which the change holds"),
                Boolean("active", "Whether the user is active from then on"),
                Text("site", "The code of the site"),
                Text("title", "The job title"),
                Text("department", "The department"),
                Text("manager", "The id of the manager's User resource"),
                Integer("level", "The level or grade"),
                Text("costCenter", "The cost center"),
                Integer("workingTime", "The working time in percent of full time"),
                Text("workMode", "Where the user works most of the time"),
                Integer("otherJobs", "How many jobs beside the main one the user has from then on"),
                Text("cleared", "The facts of which nothing is known any more, separated by blanks")
            )
        );

    private static ScimAttribute ReadOnly(ScimAttribute attribute) =>
        attribute with
        {
            Mutability = Mutability.ReadOnly,
            SubAttributes = [.. attribute.SubAttributes.Select(ReadOnly)],
        };

    private static ScimAttribute Groups =>
        MultiValued(
            "groups",
            "The groups of the user; a group changes by its own resource",
            Text("value", "The id of the group") with
            {
                CaseExact = true,
                Mutability = Mutability.ReadOnly,
            },
            Reference("$ref", "The address of the Group resource", "Group") with
            {
                Mutability = Mutability.ReadOnly,
            },
            Display with
            {
                Mutability = Mutability.ReadOnly,
            },
            TypeOf("direct", "indirect") with
            {
                Mutability = Mutability.ReadOnly,
            }
        ) with
        {
            Mutability = Mutability.ReadOnly,
        };
}
