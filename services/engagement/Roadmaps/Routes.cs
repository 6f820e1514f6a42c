namespace PeerNetwork.Engagement.Roadmaps;

public static class Routes
{
    public static void MapRoadmap(this RouteGroupBuilder mentorship)
    {
        var roadmap = mentorship.MapGroup("/roadmap").WithTags("Roadmap");
        roadmap.MapPut("", ChangeRoadmap.Handle);
        roadmap.MapPost("/steps/{step:guid}/skip", SkipStep.Handle);
        roadmap.MapPost("/steps/{step:guid}/assessment", AssessStep.Handle);
    }
}
