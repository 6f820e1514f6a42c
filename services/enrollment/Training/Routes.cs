namespace PeerNetwork.Enrollment.Training;

public static class Routes
{
    public static void MapTraining(this IEndpointRouteBuilder app)
    {
        app.MapPost("/training/completions", CompleteTraining.Handle).WithTags("Training").WithName("CompleteTraining");
        app.MapGet("/programs/{id:guid}/training", ListMyTraining.Handle)
            .WithTags("Training")
            .WithName("ListMyTraining");
    }
}
