using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Finds the people that an event names: every <see cref="IPersonId"/> in it, and every Guid in a property
/// <c>Person</c>, since contracts have no typed ids. Encrypted values are left out: after an erasure a rebuild could
/// not read them.
/// </summary>
public static class EventPeople
{
    private const string PersonProperty = "Person";

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = [];

    /// <returns>Each person once, ordered by id.</returns>
    public static Guid[] Of(object data)
    {
        var people = new SortedSet<Guid>();
        Collect(data is PersonalDataRead read ? read.People : data, people);
        return [.. people];
    }

    private static void Collect(object? value, SortedSet<Guid> people)
    {
        switch (value)
        {
            case null:
                break;
            case IPersonId person:
                people.Add(person.Value);
                break;
            case Guid person:
                people.Add(person);
                break;
            case IDictionary dictionary:
                Collect(dictionary.Keys, people);
                Collect(dictionary.Values, people);
                break;
            case IEnumerable items:
                foreach (var item in items)
                    Collect(item, people);
                break;
            default:
                foreach (var property in Properties.GetOrAdd(value.GetType(), PropertiesWithPeople))
                    Collect(property.GetValue(value), people);
                break;
        }
    }

    private static PropertyInfo[] PropertiesWithPeople(Type type) =>
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.GetIndexParameters() is [] && (IsPerson(p) || MayHoldPeople(p.PropertyType, []))),
        ];

    private static bool IsPerson(PropertyInfo property) =>
        property.Name == PersonProperty
        && (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(Guid);

    /// <summary>
    /// Whether a property of this type is looked into. Types of libraries hold no people of their own.
    /// </summary>
    private static bool MayHoldPeople(Type type, HashSet<Type> seen)
    {
        if (type.IsAssignableTo(typeof(IPersonId)))
            return true;
        if (type.IsAssignableTo(typeof(IPersonalData)) || !seen.Add(type))
            return false;
        if (type.GetElementType() is { } element)
            return MayHoldPeople(element, seen);
        if (type.IsGenericType && type.GetGenericArguments().Any(argument => MayHoldPeople(argument, seen)))
            return true;
        return type.Namespace?.StartsWith(nameof(PeerNetwork), StringComparison.Ordinal) is true
            && type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Any(p => IsPerson(p) || MayHoldPeople(p.PropertyType, seen));
    }
}
