using System.Globalization;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.MyProfile;

/// <summary>What the user has said of themselves, as matching and the planning of sessions use it.</summary>
/// <param name="Hours">Null until engagement has heard of a person who is new.</param>
public sealed record ProfileView(
    Guid Person,
    Profile Profile,
    MyWorkingHours? Hours,
    IReadOnlyList<ConsentItem> Consents
)
{
    /// <summary>More than any company asks for.</summary>
    private const int MostConsents = 200;

    public static async Task<ProfileView> Load(Guid person, EnrollmentClient enrollment, EngagementClient engagement)
    {
        var me = await enrollment.ShowMeAsync();
        var hours = await HoursOf(engagement);
        var consents = await enrollment.ListMyConsentsAsync(limit: MostConsents);
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        return new(
            person,
            me.Person?.Profile ?? new(),
            hours,
            [.. consents.Items.Select(consent => ConsentItem.Of(consent, language))]
        );
    }

    /// <summary>The whole profile, as the API takes it.</summary>
    public DeclareProfileRequest ToRequest() =>
        new()
        {
            HoursPerMonth = Profile.HoursPerMonth,
            SkillsOffered = Profile.SkillsOffered,
            SkillsWanted = Profile.SkillsWanted,
            Interests = Profile.Interests,
            Languages = Profile.Languages,
        };

    private static async Task<MyWorkingHours?> HoursOf(EngagementClient engagement)
    {
        try
        {
            return await engagement.MyWorkingHoursAsync();
        }
        catch (ApiException e) when (e.StatusCode is StatusCodes.Status403Forbidden)
        {
            return null;
        }
    }
}
