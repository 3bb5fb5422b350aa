using System.Text.RegularExpressions;

namespace MeetingCloud.Tests.Deploy.Settings;

/// <summary>What holds for the variables of a service wherever it is deployed.</summary>
internal static partial class VariableRules
{
    /// <summary>Variables that no service reads (a slip of the pen, or one that is gone), missing ones, and values that the service refuses.</summary>
    public static IEnumerable<string> Check(string service, IReadOnlyDictionary<string, string> variables, params string[] helpers)
    {
        var program = ServiceUnderTest.All[service];
        var reads = program.Reads();
        foreach (var name in variables.Keys.Except(helpers).Where(name => !reads.Contains(FirstServer().Replace(name, "${name}_1"))))
        {
            yield return $"{service} does not read {name}";
        }

        foreach (var name in program.Requires().Where(name => !variables.ContainsKey(name)))
        {
            yield return $"{service} needs {name}";
        }

        foreach (var error in program.Refuses(variables).Distinct().Where(error => variables.ContainsKey(error.Name)))
        {
            yield return $"{service} refuses {error.Name}: {error.Message}";
        }
    }

    /// <summary>Whether what is called so is nobody else's business.</summary>
    public static bool IsSecret(string name) => SecretName().IsMatch(name) && name != "DATA_PROTECTION_PATH";

    /// <summary>Whether a value has a password in it, for all to read.</summary>
    public static bool HoldsPassword(string value) => Password().IsMatch(value);

    [GeneratedRegex("^(?<name>WEBDAV_[A-Z_]+)_[0-9]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstServer();

    [GeneratedRegex("KEY|PASSWORD|SECRET|TOKEN|AUTH$|CONNECTION$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretName();

    // Of a connection string, and of an address; $(NAME) and ${NAME} stand for what is kept elsewhere.
    [GeneratedRegex(@"password=(?!\$[({])[^,]|://[^/@:]*:(?!\$[({])[^/@]+@", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Password();
}
