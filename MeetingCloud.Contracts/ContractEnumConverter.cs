using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>
/// Enumerations by name alone. <see cref="JsonStringEnumConverter{TEnum}"/> as an attribute takes any integer too, also one that means
/// nothing.
/// </summary>
public sealed class ContractEnumConverter<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;
