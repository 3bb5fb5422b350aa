using System.Text.Json;
using System.Text.Json.Serialization;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>The members of problem details are named in camel case; the contract's own JSON is <see cref="Contracts.ContractJson"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ControlPlaneHealth))]
[JsonSerializable(typeof(ControlPlaneProblem))]
internal sealed partial class ControlPlaneJson : JsonSerializerContext;
