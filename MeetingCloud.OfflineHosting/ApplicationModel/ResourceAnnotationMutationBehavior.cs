namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a new annotation does to those of its type that are there.</summary>
public enum ResourceAnnotationMutationBehavior
{
    Append = 0,
    Replace = 1,
}
