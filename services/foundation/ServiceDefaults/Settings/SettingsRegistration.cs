using Microsoft.Extensions.Options;

namespace PeerNetwork.ServiceDefaults;

public static class SettingsRegistration
{
    /// <summary>
    /// Binds an options class to a section of the configuration. Before the host starts, all settings that are missing
    /// or wrong are reported together.
    /// </summary>
    /// <typeparam name="T">
    /// Each property is a setting: a description, a default, the rules of its value, and whether it is secret.
    /// </typeparam>
    /// <returns>
    /// The settings, for registrations that depend on them. A wrong one has its default, and the host does not start.
    /// </returns>
    public static T AddSettings<T>(this IHostApplicationBuilder builder, string section)
        where T : class, new()
    {
        var configuration = builder.Configuration;
        var settings = Setting.Of(typeof(T), section);
        foreach (var setting in settings)
            builder.Services.AddSingleton(setting);
        builder.Services.AddOptions<T>().Configure(Bind).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<T>>(new Validator<T>(configuration, settings));
        var options = new T();
        Bind(options);
        return options;

        void Bind(T options)
        {
            foreach (var setting in settings.Where(s => s.Problem(configuration, new T()) is null))
                setting.TryBind(configuration, options);
        }
    }

    private sealed class Validator<T>(IConfiguration configuration, Setting[] settings) : IValidateOptions<T>
        where T : class, new()
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var problems = settings.Select(s => s.Problem(configuration, new T())).OfType<string>().ToArray();
            return problems is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
