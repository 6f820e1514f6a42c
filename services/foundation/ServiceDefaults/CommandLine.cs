using JasperFx;
using Marten;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

public static class CommandLine
{
    /// <summary>
    /// Runs the service or, where the first argument names one, a command: <c>settings</c> lists all settings,
    /// <c>openapi FILE</c> writes the OpenAPI document for generators of clients, <c>db-apply</c> changes the schema of
    /// the database, others are Marten's (<c>db-assert</c>, <c>help</c>). If a setting is wrong, it says so for all
    /// settings in place of that; a command needs those of the database alone, and the first two need none.
    /// </summary>
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> RunServiceOrCommand(this WebApplication app, string[] args)
    {
        var command = args is [var first, ..] && !first.StartsWith('-') ? first : null;
        if (command == "settings")
        {
            Console.Out.Write(SettingsTable.Of(app.Services.GetServices<Setting>()));
            return 0;
        }

        if (command == "openapi" && args is [_, var file])
        {
            await app.WriteOpenApiDocument(file);
            return 0;
        }

        var problems = ProblemsOf(() =>
        {
            if (command is null)
                app.Services.GetRequiredService<IStartupValidator>().Validate();
            else
                _ = app.Services.GetRequiredService<IOptions<DatabaseSettings>>().Value;
        });
        if (problems is not [])
        {
            Console.Error.WriteLine($"{app.Environment.ApplicationName} does not start:");
            foreach (var problem in problems)
                Console.Error.WriteLine($"- {problem}");
            return 1;
        }

        if (command == "db-apply")
            return await app.ApplySchema();
        if (command is not null)
            return await app.RunJasperFxCommands(args);
        await app.RunAsync();
        return 0;
    }

    /// <summary>In place of Marten's own command, which cannot grant.</summary>
    private static async Task<int> ApplySchema(this WebApplication app)
    {
        var store = app.Services.GetRequiredService<IDocumentStore>();
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        if (app.Services.GetRequiredService<IOptions<SchemaSettings>>().Value.ServiceRole is { Length: > 0 } role)
            await app.Services.GetRequiredService<ServiceRole>().Grant(role, CancellationToken.None);
        Console.Out.WriteLine("The schema of the database is that of this version.");
        return 0;
    }

    private static string[] ProblemsOf(Action validate)
    {
        try
        {
            validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
        catch (AggregateException e)
        {
            return [.. e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures)];
        }
    }
}
