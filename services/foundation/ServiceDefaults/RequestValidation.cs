using System.Text.Json;
using FluentValidation;
using FluentValidation.Internal;
using FluentValidation.Resources;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// A request is validated before its handler runs, where an <see cref="AbstractValidator{T}"/> of its type is
/// registered.
/// </summary>
public static class RequestValidation
{
    /// <summary>
    /// Fields are named as in JSON, such as <c>goals[2].title</c>, and a message is the end of the sentence that begins
    /// with the field. This holds for validators that are made afterwards.
    /// </summary>
    public static void Configure()
    {
        ValidatorOptions.Global.PropertyNameResolver = (_, member, expression) =>
            expression is null
                ? NameOf(member?.Name)
                : string.Join('.', PropertyChain.FromExpression(expression).ToString().Split('.').Select(NameOf));
        ValidatorOptions.Global.LanguageManager = new Messages();
    }

    /// <summary>Adds a filter that answers an invalid request with its problem.</summary>
    /// <remarks>Validators are looked up once per route: they have to be singletons.</remarks>
    public static TBuilder WithRequestValidation<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.AddEndpointFilterFactory(
            (route, next) =>
            {
                var validators = route
                    .MethodInfo.GetParameters()
                    .Select(p =>
                        (IValidator?)
                            route.ApplicationServices.GetService(typeof(IValidator<>).MakeGenericType(p.ParameterType))
                    )
                    .ToArray();
                return validators.All(v => v is null) ? next : Validate;

                ValueTask<object?> Validate(EndpointFilterInvocationContext request)
                {
                    foreach (var (argument, validator) in request.Arguments.Zip(validators))
                    {
                        if (argument is null || validator is null)
                            continue;
                        var result = validator.Validate(new ValidationContext<object>(argument));
                        if (!result.IsValid)
                            throw new ValidationException(result.Errors);
                    }

                    return next(request);
                }
            }
        );

    private static string? NameOf(string? member) =>
        member is null ? null : JsonNamingPolicy.CamelCase.ConvertName(member);

    /// <summary>What the built-in rules say unless the validator says it otherwise.</summary>
    private sealed class Messages : LanguageManager
    {
        public Messages()
        {
            // All messages are English.
            Enabled = false;
            AddTranslation("en", "NotNullValidator", "must not be null");
            AddTranslation("en", "NotEmptyValidator", "must not be empty");
            AddTranslation("en", "InclusiveBetweenValidator", "must be {From} to {To}");
            AddTranslation("en", "MaximumLengthValidator", "must have up to {MaxLength} characters");
        }
    }
}
